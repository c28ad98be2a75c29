import type { Database, EventStore, LeaseTable, StoreModule } from '@foldmart/core';
import type { CallSite } from '../services/service.js';
import type { Link } from './link.js';
import { linkedPort } from './linked-port.js';

/** The ports of a database, each call of which crosses the network. */
export function linkedDatabase(database: Database, link: Link): Database {
  const through = <Port extends object>(port: Port, name: string, direct: readonly string[] = []) =>
    linkedPort(port, link, { service: 'database', port: name, direct });
  return {
    events: tellingOver(link, through(database.events, 'event-store', ['close', 'onAppended'])),
    deadLetters: through(database.deadLetters, 'dead-letter-store'),
    readModels: through(database.readModels, 'read-model-store'),
    projections: through(database.projections, 'projection-store'),
    rebuilds: through(database.rebuilds, 'rebuild-store'),
    // The lease table below the locks crosses the network.
    locks: database.locks,
    repository: through(database.repository, 'repository'),
    snapshots: through(database.snapshots, 'snapshot-store'),
    checkpoints: durable(through(database.checkpoints, 'checkpoint-store')),
    audit: through(database.audit, 'audit-reader'),
    module: <Ports>(module: StoreModule<Ports>): Ports =>
      linkedModule(database.module(module), module.name, link),
    close: () => database.close(),
  };
}

/** Notices of appends reach a process that can be reached, as a step of its own. */
function tellingOver(link: Link, events: EventStore): EventStore {
  const onAppended: EventStore['onAppended'] = (listener) =>
    events.onAppended(() => link.tell('database', listener));
  return new Proxy(events, {
    get: (target, name) =>
      name === 'onAppended' ? onAppended : (Reflect.get(target, name) as unknown),
  });
}

/** The leases of leader locks; each call crosses the network. */
export function linkedLeases(table: LeaseTable, link: Link): LeaseTable {
  return linkedPort(table, link, { service: 'database', port: 'leader-lock' });
}

/** The point before the commit of a transaction. */
export const commitSite: CallSite = {
  service: 'database',
  port: 'database',
  operation: 'commit',
  isWrite: true,
};

/** The simulated database outlives its processes. */
function durable(checkpoints: Database['checkpoints']): Database['checkpoints'] {
  return {
    isDurable: true,
    load: (subscription) => checkpoints.load(subscription),
    move: (subscription, step) => checkpoints.move(subscription, step),
    list: () => checkpoints.list(),
  };
}

/** The ports of a module are one port, or a plain object of several. */
function linkedModule<Ports>(ports: Ports, name: string, link: Link): Ports {
  if (typeof ports !== 'object' || ports === null) return ports;
  const through = (port: object, part: string): object =>
    linkedPort(port, link, { service: 'database', port: part });
  if (Object.getPrototypeOf(ports) !== Object.prototype) return through(ports, name) as Ports;
  const each = Object.entries(ports).map(([part, port]: [string, unknown]) => [
    part,
    typeof port === 'object' && port !== null ? through(port, part) : port,
  ]);
  return Object.fromEntries(each) as Ports;
}
