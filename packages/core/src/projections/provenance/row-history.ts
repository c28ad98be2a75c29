import type { StoredEvent } from '../../events/envelope.js';
import { compareLogPositions, type LogPosition } from '../../events/log-position.js';
import type { DerivedModels } from '../derived-models.js';
import type { Projection } from '../projection.js';
import type { ReadModel, ReadModelWrite, Row } from '../read-model.js';
import { RowTables, toRowKey } from '../rows/index.js';
import {
  planSteps,
  planWritesTo,
  changeOfStep,
  type PlannedWrite,
} from '../verify/planned-writes.js';
import { wholePart } from '../verify/row-part.js';

/** The row whose history is told, and who writes it. */
export interface RowHistoryOptions {
  readonly model: ReadModel;
  readonly key: Row;
  /** All projections that write the model or what is mirrored into it. */
  readonly projections: readonly Projection[];
  /** Models that no projection writes, if the model is one of them. */
  readonly derived?: readonly DerivedModels[];
  /** The checkpoint of each asynchronous projection that lags, by name; undefined before its first step. */
  readonly checkpoints?: ReadonlyMap<string, LogPosition | undefined>;
  readonly wasSkipped?: (projection: Projection, event: StoredEvent) => boolean;
}

/** What an event does to a row. */
export interface RowTouch {
  readonly event: StoredEvent;
  /** The projection that makes the changes; null for a derived model. */
  readonly projection: string | null;
  readonly writes: readonly ReadModelWrite[];
  /** Whether the projection has still to read the event. */
  readonly isPending: boolean;
  /** The row after the event; undefined if there is none. */
  readonly row: Row | undefined;
}

/** Folds the log, in its order, into one row, and tells which events touch it. Holds no other rows. */
export class RowHistory {
  readonly #options: RowHistoryOptions;
  readonly #tables: RowTables;
  readonly #key: string;

  /** Throws UnstorableError if no row can have the key. */
  constructor(options: RowHistoryOptions) {
    const { model, key, projections, derived = [] } = options;
    const models = [...projections, ...derived].flatMap((writer) => writer.models);
    this.#options = options;
    this.#tables = new RowTables([model, ...models]);
    this.#key = toRowKey(model, key).text;
  }

  /** The row as the events taken so far lead to; undefined if there is none. */
  get row(): Row | undefined {
    return this.#tables.table(this.#options.model.name).get(this.#key);
  }

  /** Folds the next event of the log. */
  take(event: StoredEvent): readonly RowTouch[] {
    const { projections, derived = [], wasSkipped } = this.#options;
    const made = projections
      .filter((each) => each.handles.includes(event.type) && wasSkipped?.(each, event) !== true)
      .flatMap((each) => this.#project(each, event));
    const stepped = derived
      .filter(({ handles }) => handles.includes(event.type))
      .flatMap((each) => this.#derive(each, event));
    return [...made, ...stepped];
  }

  #project(projection: Projection, event: StoredEvent): readonly RowTouch[] {
    const tables = (name: string) => this.#tables.table(name);
    const planned = planWritesTo(this.#isOwn, projection, event, tables);
    const own = planned.filter(({ write, change }) =>
      this.#isOwn(tables(write.model).model, change.key.text),
    );
    const isPending = this.#isPending(projection, event);
    if (!isPending) for (const each of own) this.#make(each);
    const writes = own.map(({ write }) => write).filter((write) => this.#isTarget(write));
    if (writes.length === 0) return [];
    return [{ event, projection: projection.name, writes, isPending, row: this.row }];
  }

  #make({ write, change }: PlannedWrite): void {
    const from = write.op === 'mirror' ? write.from : write.model;
    change.make(this.#tables.table(write.model), this.#tables.table(from));
  }

  /** A derived model is written with its events, so it never lags. */
  #derive(derived: DerivedModels, event: StoredEvent): readonly RowTouch[] {
    const tables = (name: string) => this.#tables.table(name);
    const changes = planSteps(derived, event, wholePart, tables)
      .filter(({ step, key }) => step.model === this.#options.model.name && key.text === this.#key)
      .flatMap((step) => changeOfStep(step, tables) ?? []);
    for (const { make } of changes) make();
    const writes = changes.map(({ write }) => write);
    if (writes.length === 0) return [];
    return [{ event, projection: null, writes, isPending: false, row: this.row }];
  }

  /** Rows of other models with the same key are held too: columns may be mirrored from them. */
  readonly #isOwn = (model: ReadModel, key: string): boolean =>
    key === this.#key && model.key.join() === this.#options.model.key.join();

  #isTarget({ model }: ReadModelWrite): boolean {
    return model === this.#options.model.name;
  }

  #isPending({ name, mode }: Projection, { position }: StoredEvent): boolean {
    const { checkpoints } = this.#options;
    if (mode === 'inline' || checkpoints?.has(name) !== true) return false;
    const checkpoint = checkpoints.get(name);
    return checkpoint === undefined || compareLogPositions(position, checkpoint) > 0;
  }
}
