import type { StoreInstance } from '@foldmart/conformance';
import type {
  AnyRowQuery,
  AuditView,
  EventEnvelope,
  IngestBatch,
  IngestItem,
  LeaderLock,
  Projection,
  ReadModel,
  ReadModelStore,
  ReadModelWrite,
  Row,
  RowRange,
} from '@foldmart/core';
import type { StoreMutation } from '../memory/harnesses.js';

/** Replaces methods of one port of a store; the others stay. */
function changing<Name extends keyof StoreInstance>(
  name: Name,
  change: (
    port: StoreInstance[Name],
    instance: StoreInstance,
    projections: readonly Projection[],
  ) => Partial<StoreInstance[Name]>,
): StoreMutation {
  return (instance, projections) => ({
    ...instance,
    [name]: overriding(instance[name], change(instance[name], instance, projections)),
  });
}

/** The port with some of its methods replaced. The others keep their own object as `this`. */
function overriding<Port extends object>(port: Port, changed: Partial<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const replaced: unknown = Reflect.get(changed, name);
      const method: unknown = replaced ?? Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return method.bind(replaced === undefined ? target : changed) as unknown;
    },
  });
}

type Change<Name extends keyof StoreInstance> = Parameters<typeof changing<Name>>[1];

/** Changes methods of the event store. */
export function changingEvents(change: Change<'events'>): StoreMutation {
  return changing('events', change);
}

/** Changes the events that are appended or ingested. */
export function changingIncoming(change: (event: EventEnvelope) => EventEnvelope): StoreMutation {
  return changingEvents((events) => ({
    append: (appends) =>
      events.append(appends.map((append) => ({ ...append, events: append.events.map(change) }))),
    ingest: (batch) =>
      events.ingest({
        ...batch,
        items: batch.items.map((item) => ({ ...item, event: change(item.event) })),
      }),
  }));
}

/** Changes the items of ingested batches. */
export function changingItems(change: (item: IngestItem) => IngestItem): StoreMutation {
  return changingEvents((events) => ({
    ingest: (batch: IngestBatch) => events.ingest({ ...batch, items: batch.items.map(change) }),
  }));
}

/** Changes methods of the dead-letter store. */
export function changingLetters(change: Change<'deadLetters'>): StoreMutation {
  return changing('deadLetters', change);
}

/** Changes methods of the projection store. */
export function changingSteps(change: Change<'projections'>): StoreMutation {
  return changing('projections', change);
}

/** Changes methods of the snapshot store. */
export function changingSnapshots(change: Change<'snapshots'>): StoreMutation {
  return changing('snapshots', change);
}

/** Changes methods of the checkpoint store. */
export function changingCheckpoints(change: Change<'checkpoints'>): StoreMutation {
  return changing('checkpoints', change);
}

/** Changes methods of the rebuild store. */
export function changingRebuilds(change: Change<'rebuilds'>): StoreMutation {
  return changing('rebuilds', change);
}

/** Changes the view that an audit has. */
export function changingViews(
  change: (view: AuditView, instance: StoreInstance) => Partial<AuditView>,
): StoreMutation {
  return changing('audit', (audit, instance) => ({
    audit: (work) => audit.audit((view) => work(overriding(view, change(view, instance)))),
  }));
}

/** Changes how audits are made. */
export function changingAudits(change: Change<'audit'>): StoreMutation {
  return changing('audit', change);
}

/** Changes rows of a store directly, as writes of a rebuild to models outside its plan. */
export async function writeRows(
  { events, rebuilds }: StoreInstance,
  writes: readonly ReadModelWrite[],
): Promise<void> {
  const plan = { id: 'behind its back', projections: [] };
  const { position: from } = await rebuilds.begin(plan);
  const { next: to } = await events.readEnd(0);
  if (writes.length === 0) return;
  await rebuilds.advance({ plan, from, to, events: 0, writes });
  await rebuilds.discard(plan.id);
}

/** Changes the writes of each step. */
export function changingWrites(
  change: (writes: readonly ReadModelWrite[]) => readonly ReadModelWrite[],
): StoreMutation {
  return changingSteps((projections) => ({
    advance: (step) => projections.advance({ ...step, writes: change(step.writes) }),
  }));
}

/** The read models of a store, whatever the types of their columns. */
export interface LooseReadModels {
  get(model: ReadModel, key: Row): Promise<Row | undefined>;
  count(model: ReadModel): Promise<number>;
  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]>;
  find(model: ReadModel, query: AnyRowQuery): Promise<readonly Row[]>;
}

/** Changes methods of the read models. */
export function changingReadModels(
  change: (
    readModels: LooseReadModels,
    instance: StoreInstance,
    projections: readonly Projection[],
  ) => Partial<LooseReadModels>,
): StoreMutation {
  return changing(
    'readModels',
    (readModels, instance, projections) =>
      change(readModels, instance, projections) as Partial<ReadModelStore>,
  );
}

/** Changes what is read of a column. */
export function changingColumn(name: string, change: (value: unknown) => unknown): StoreMutation {
  const changed = (row: Row): Row =>
    name in row && row[name] !== null ? { ...row, [name]: change(row[name]) } : row;
  return changingReadModels((readModels) => ({
    get: async (model, key) => {
      const row = await readModels.get(model, key);
      return row && changed(row);
    },
  }));
}

/** Changes methods of the repository. */
export function changingRepository(change: Change<'repository'>): StoreMutation {
  return changing('repository', change);
}

/** Changes how locks are taken. */
export function changingLocks(change: (locks: LeaderLock) => Partial<LeaderLock>): StoreMutation {
  return changing('locks', change);
}
