import type { Services } from '../services/services.js';
import type { TraceEntry } from './run-log.js';

type State = ReadonlyMap<string, string>;

/** Finds what each step of a run has changed on the servers. Reads everything after each step: for one run that somebody looks at. */
export class StateWatch {
  readonly #services: Services;
  #before: State;

  constructor(services: Services) {
    this.#services = services;
    this.#before = stateOf(services);
  }

  /** What has changed since the last look. */
  changes(atMs: number): readonly TraceEntry[] {
    const [before, after] = [this.#before, stateOf(this.#services)];
    this.#before = after;
    const changed: TraceEntry[] = [];
    for (const [what, detail] of after) {
      const old = before.get(what) ?? '';
      if (old !== detail)
        changed.push({ atMs, process: '', kind: 'state', what, before: old, detail });
    }
    for (const [what, old] of before) {
      if (after.has(what)) continue;
      changed.push({ atMs, process: '', kind: 'state', what, before: old, detail: '' });
    }
    return changed;
  }
}

function stateOf(services: Services): State {
  return new Map([
    ...eventsOf(services),
    ...rowsOf(services),
    ...checkpointsOf(services),
    ...lettersOf(services),
    ...leasesOf(services),
    ...topicsOf(services),
    ...groupsOf(services),
    ...cachedSetsOf(services),
  ]);
}

type Part = Iterable<readonly [what: string, value: string]>;

function* eventsOf({ database }: Services): Part {
  const { events } = database.log.committed().read(undefined, all);
  for (const { streamId, streamVersion, type, data } of events) {
    yield [`event ${String(streamVersion)} of ${streamId}`, `${type} ${JSON.stringify(data)}`];
  }
}

const all = 2 ** 31 - 1;

function* rowsOf({ database: { tables } }: Services): Part {
  for (const name of tables.names()) {
    for (const [key, row] of tables.find(name)?.rows() ?? []) {
      yield [`row ${key} of ${name}`, JSON.stringify(row)];
    }
  }
}

function* checkpointsOf({ database }: Services): Part {
  for (const { name, version, position, parked } of database.projectionStates.list()) {
    const at = parked === undefined ? `at ${position ?? 'the start'}` : `parked: ${parked.detail}`;
    yield [`projection ${name}`, `version ${String(version)}, ${at}`];
  }
  for (const [name, { position }] of database.subscriptions) {
    yield [`subscription ${name}`, `at ${position}`];
  }
}

function* lettersOf({ database }: Services): Part {
  for (const { id, status, reason, detail } of database.deadLetters.filter({})) {
    yield [`letter ${id}`, `${status}, ${reason}: ${detail}`];
  }
}

function* leasesOf({ database }: Services): Part {
  for (const [name, { holder, token }] of database.leases) {
    yield [`lease ${name}`, `${holder}, token ${String(token)}`];
  }
}

function* topicsOf({ broker }: Services): Part {
  for (const name of broker.topicNames) {
    for (const [partition, { end }] of (broker.topic(name)?.partitions ?? []).entries()) {
      yield [`topic ${name}/${String(partition)}`, `${String(end)} messages`];
    }
  }
}

function* groupsOf({ broker }: Services): Part {
  for (const [topic, groups] of broker.groupsByTopic) {
    for (const [name, group] of groups) {
      for (const [partition, { committed, owner }] of group.partitions.entries()) {
        const what = `group ${name} in ${topic}/${String(partition)}`;
        yield [what, `committed ${String(committed ?? 0)}, owner ${owner ?? 'none'}`];
      }
    }
  }
}

function* cachedSetsOf({ cache, database }: Services): Part {
  for (const kind of database.lastCacheTurns.keys()) {
    const ids = cache.set(kind)?.entities.map(({ id }) => id) ?? [];
    yield [`cache ${kind}`, ids.join(', ')];
  }
}
