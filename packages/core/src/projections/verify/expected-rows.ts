import type { LogPosition, StoredEvent } from '../../events/envelope.js';
import { UnstorableError } from '../../events/storable-json.js';
import type { DerivedModels } from '../derived-models.js';
import { fittingWrites } from '../project-event.js';
import type { Projection } from '../projection.js';
import type { ReadModel, ReadModelWrite } from '../read-model.js';
import { prepareWrite, RowTable, toRowKey } from '../rows/index.js';
import { derivedWrites } from './derived-writes.js';
import { isInPart, type RowPart } from './row-part.js';
import { UnsettledRows } from './unsettled-rows.js';

export interface ExpectedRowsOptions {
  readonly projections: readonly Projection[];
  readonly derived: readonly DerivedModels[];
  /** The models of the projections and the derived models. */
  readonly models: readonly ReadModel[];
  /** The checkpoint of each asynchronous projection, by name. */
  readonly checkpoints: ReadonlyMap<string, LogPosition | undefined>;
  /** Whether a projection has skipped an event and recorded that. */
  readonly wasSkipped: (projection: Projection, event: StoredEvent) => boolean;
  readonly part: RowPart;
}

type Tables = ReadonlyMap<string, RowTable>;

/**
 * Folds the log in its order into two sets of rows: those that a store should hold now, with asynchronous projections
 * at their checkpoints, and those at the end of the log. An event that a projection cannot handle changes nothing.
 */
export class ExpectedRows {
  readonly #options: ExpectedRowsOptions;
  readonly #behind = new Map<string, number>();
  readonly #stored: Tables;
  /** The same tables for as long as no projection lags. */
  #final: Tables;
  /** Asynchronous projections whose checkpoint has been passed. */
  readonly #lagging = new Set<string>();
  readonly #unsettled: UnsettledRows;

  constructor(options: ExpectedRowsOptions) {
    this.#options = options;
    this.#stored = new Map(options.models.map((model) => [model.name, new RowTable(model)]));
    this.#final = this.#stored;
    this.#unsettled = new UnsettledRows(options.projections);
    for (const [name, position] of options.checkpoints) {
      if (position === undefined) this.#lagging.add(name);
    }
  }

  /** Folds the next event of the log. */
  take(event: StoredEvent): void {
    for (const projection of this.#options.projections) {
      if (projection.handles.includes(event.type)) this.#project(projection, event);
    }
    for (const derived of this.#options.derived) {
      if (derived.handles.includes(event.type)) this.#derive(derived, event);
    }
    for (const name of this.#lagging) this.#behind.set(name, (this.#behind.get(name) ?? 0) + 1);
    for (const [name, position] of this.#options.checkpoints) {
      if (position === event.position) this.#lagging.add(name);
    }
  }

  get part(): RowPart {
    return this.#options.part;
  }

  /** How many rows are held. */
  get size(): number {
    const tables = this.#final === this.#stored ? [this.#stored] : [this.#stored, this.#final];
    return tables.flatMap((each) => [...each.values()]).reduce((sum, { size }) => sum + size, 0);
  }

  /** By projection: how many events follow its checkpoint; only projections that lag. */
  get behind(): ReadonlyMap<string, number> {
    return this.#behind;
  }

  /** What the store should hold. */
  stored(model: ReadModel): RowTable {
    return tableIn(this.#stored, model.name);
  }

  /** The rows once all projections have reached the end of the log. */
  final(model: ReadModel): RowTable {
    return tableIn(this.#final, model.name);
  }

  /** Values that may still differ because a projection has not written them yet. */
  get unsettled(): UnsettledRows {
    return this.#unsettled;
  }

  #project(projection: Projection, event: StoredEvent): void {
    const writes = this.#writesOf(projection, event);
    if (this.#lagging.has(projection.name)) {
      if (this.#final === this.#stored) this.#final = copyOf(this.#stored);
      for (const write of writes) this.#unsettled.add(write, this.#keyOf(write));
    } else {
      apply(this.#stored, writes);
      if (this.#final === this.#stored) return;
    }
    apply(this.#final, writes);
  }

  /** Derived rows are written with their events, so they never lag. */
  #derive(derived: DerivedModels, event: StoredEvent): void {
    const tableOf = (model: string): RowTable => tableIn(this.#stored, model);
    for (const write of derivedWrites(derived, event, this.part, tableOf)) {
      if (!this.#fits([write])) continue;
      apply(this.#stored, [write]);
      if (this.#final !== this.#stored) apply(this.#final, [write]);
    }
  }

  /** The writes to rows of this part; none if any write of the event, to whatever part, does not fit. */
  #writesOf(projection: Projection, event: StoredEvent): readonly ReadModelWrite[] {
    if (this.#options.wasSkipped(projection, event)) return [];
    const { part } = this.#options;
    const writes = tryProject(projection, event);
    if (!this.#fits(writes)) return [];
    if (part.of === 1) return writes;
    return writes.filter((write) => isInPart(this.#keyOf(write), part));
  }

  #fits(writes: readonly ReadModelWrite[]): boolean {
    try {
      for (const write of writes) prepareWrite((model) => tableIn(this.#stored, model), write);
      return true;
    } catch (error) {
      if (error instanceof UnstorableError) return false;
      throw error;
    }
  }

  #keyOf(write: ReadModelWrite): string {
    const { model } = tableIn(this.#stored, write.model);
    return toRowKey(model, write.op === 'insert' ? write.row : write.key).text;
  }
}

/** If a projection throws, its policy decides at run time; here the event yields no rows. */
function tryProject(projection: Projection, event: StoredEvent): readonly ReadModelWrite[] {
  try {
    return fittingWrites(projection, event);
  } catch {
    return [];
  }
}

function apply(tables: Tables, writes: readonly ReadModelWrite[]): void {
  for (const write of writes) prepareWrite((model) => tableIn(tables, model), write)();
}

function copyOf(tables: Tables): Tables {
  return new Map([...tables].map(([name, table]) => [name, table.copy()]));
}

function tableIn(tables: Tables, model: string): RowTable {
  const table = tables.get(model);
  if (table === undefined) throw new RangeError(`No projection declares the read model ${model}.`);
  return table;
}
