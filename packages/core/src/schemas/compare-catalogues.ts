import { compareSchemas } from './compare-schemas.js';
import type { CataloguedEvent, SchemaCatalogue } from './schema-catalogue.js';
import type { Broken } from './schema-change.js';

/** One difference between the events of a domain and those that its catalogue has. */
export interface CatalogueChange {
  readonly event: string;
  /** The version of the schema that differs; null if the event as a whole does. */
  readonly version: number | null;
  /** The field that differs; null if the event as a whole does. */
  readonly path: string | null;
  readonly what: string;
  /** Empty if the change is compatible. */
  readonly breaks: readonly Broken[];
}

/** How the events of a domain differ from those that were kept, event by event. */
export function compareCatalogues(
  before: SchemaCatalogue,
  after: SchemaCatalogue,
): readonly CatalogueChange[] {
  const types = new Set([...Object.keys(before.events), ...Object.keys(after.events)]);
  return [...types].toSorted().flatMap((event) => {
    const [was, is] = [before.events[event], after.events[event]];
    if (is === undefined) return [whole(event, 'is gone', ['stored', 'readers'])];
    if (was === undefined) return [whole(event, 'is new', [])];
    return [...compareAddresses(event, was, is), ...compareVersions(event, was, is)];
  });
}

function whole(event: string, what: string, breaks: readonly Broken[]): CatalogueChange {
  return { event, version: null, path: null, what, breaks };
}

/** Readers follow a topic, and rely on the order of a key; stored events stay in their streams. */
function compareAddresses(
  event: string,
  was: CataloguedEvent,
  is: CataloguedEvent,
): readonly CatalogueChange[] {
  const changed = (name: 'topic' | 'key' | 'stream', breaks: readonly Broken[]) =>
    was[name] === is[name]
      ? []
      : [whole(event, `has the ${name} ${shown(is[name])}; it was ${shown(was[name])}`, breaks)];
  return [
    ...changed('topic', was.topic === null ? [] : ['readers']),
    ...changed('key', ['readers']),
    ...changed('stream', ['stored']),
  ];
}

function shown(address: string | null): string {
  return address ?? '(none)';
}

function compareVersions(
  event: string,
  was: CataloguedEvent,
  is: CataloguedEvent,
): readonly CatalogueChange[] {
  const raised = is.version - was.version;
  const moved: readonly CatalogueChange[] =
    raised === 0
      ? []
      : [
          whole(
            event,
            `is at version ${String(is.version)}; it was at ${String(was.version)}`,
            raised > 0 ? [] : ['stored', 'readers'],
          ),
        ];
  const kept = was.schemas[was.version];
  const now = is.schemas[was.version];
  if (kept === undefined || now === undefined) return moved;
  const changes = compareSchemas(kept, now);
  return [...moved, ...changes.map((change) => ({ event, version: was.version, ...change }))];
}
