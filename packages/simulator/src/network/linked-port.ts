import type { CallSite } from '../services/service.js';
import type { Link } from './link.js';

type Method = (...args: unknown[]) => unknown;

/** Methods that change something, by name, whatever the port. */
const writes = new Set([
  'append',
  'ingest',
  'replay',
  'dismissGaps',
  'park',
  'edit',
  'settle',
  'advance',
  'resume',
  'retire',
  'begin',
  'finish',
  'discard',
  'markCached',
  'save',
  'move',
  'change',
  'replaceAll',
  'remove',
  'publish',
  'createTopics',
  'deleteTopics',
  'deleteGroups',
  'resetOffsets',
  'alterTopics',
]);

/** How a port is linked. */
export interface LinkedPortOptions {
  readonly service: CallSite['service'];
  readonly port: string;
  /** Methods that need no round trip. */
  readonly direct?: readonly string[];
}

/** The same port, each call of which crosses the network. */
export function linkedPort<Port extends object>(
  port: Port,
  link: Link,
  { service, port: name, direct = [] }: LinkedPortOptions,
): Port {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const known = methods.get(key);
      if (known !== undefined) return known;
      const operation = String(key);
      const site: CallSite = { service, port: name, operation, isWrite: writes.has(operation) };
      const bound = (value as Method).bind(target);
      const linked = direct.includes(operation) ? bound : linkedMethod(bound, link, site);
      methods.set(key, linked);
      return linked;
    },
  });
}

function linkedMethod(method: Method, link: Link, site: CallSite): Method {
  return (...args) => link.call(site, async () => method(...args), args);
}
