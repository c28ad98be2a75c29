import type { StoredEvent } from '../../events/envelope.js';
import type { LogPosition } from '../../events/log-position.js';
import type { DerivedModels } from '../derived-models.js';
import type { Projection } from '../projection.js';
import type { ReadModel, ReadModelWrite, Row } from '../read-model.js';
import { prepareWrite, toRowKey, type FindTable, type RowKey } from '../rows/index.js';
import type { HeldRows } from './held-rows.js';
import {
  planSteps,
  planWrites,
  changeOfStep,
  type PlannedStep,
  type PlannedWrite,
} from './planned-writes.js';
import { RecallList } from './recall-list.js';
import type { RowPart } from './row-part.js';
import { UnsettledRows } from './unsettled-rows.js';

/** How many fingerprints take the memory of a row. */
export const fingerprintsPerRow = 20;

/** The changes of more events are still there when V8 collects young objects: it copies them, and then lets them grow old. */
const plannedAtOnce = 50;

export interface ExpectedRowsOptions {
  readonly projections: readonly Projection[];
  readonly derived: readonly DerivedModels[];
  /** The checkpoint of each asynchronous projection, by name. */
  readonly checkpoints: ReadonlyMap<string, LogPosition | undefined>;
  /** Whether a projection has skipped an event and recorded that. */
  readonly wasSkipped: (projection: Projection, event: StoredEvent) => boolean;
  readonly part: RowPart;
  readonly rows: HeldRows;
  /** Reads rows of the store by their keys. */
  readonly load: (model: ReadModel, keys: readonly Row[]) => Promise<readonly Row[]>;
}

/** What handles the events of one type. */
type Handlers = Pick<ExpectedRowsOptions, 'projections' | 'derived'>;

const noWrites: readonly PlannedWrite[] = [];

interface PlannedEvent {
  readonly event: StoredEvent;
  readonly projections: readonly Projection[];
  /** By the place of the projection. */
  readonly writes: readonly (readonly PlannedWrite[])[];
  readonly steps: readonly PlannedStep[];
}

/**
 * Folds the log in its order into two sets of rows: those that a store should hold now, with asynchronous projections
 * at their checkpoints, and those at the end of the log. An event that a projection cannot handle changes nothing.
 */
export class ExpectedRows {
  readonly #options: ExpectedRowsOptions;
  readonly #rows: HeldRows;
  readonly #behind = new Map<string, number>();
  /** Asynchronous projections whose checkpoint has been passed. */
  readonly #lagging = new Set<string>();
  readonly #unsettled: UnsettledRows;
  readonly #handlers = new Map<string, Handlers>();

  constructor(options: ExpectedRowsOptions) {
    this.#options = options;
    this.#rows = options.rows;
    this.#unsettled = new UnsettledRows(options.projections);
    for (const [name, position] of options.checkpoints) {
      if (position === undefined) this.#lagging.add(name);
    }
  }

  /** Folds the next events of the log. */
  async take(events: readonly StoredEvent[]): Promise<void> {
    for (let first = 0; first < events.length; first += plannedAtOnce) {
      const planned = events.slice(first, first + plannedAtOnce).map((event) => this.#plan(event));
      await this.#recall(planned);
      for (const each of planned) this.#apply(each);
    }
  }

  /** How many rows are held, with the memory of fingerprints as rows. */
  get size(): number {
    return this.#rows.size + Math.ceil(this.#unsettled.size / fingerprintsPerRow);
  }

  /** By projection: how many events follow its checkpoint; only projections that lag. */
  get behind(): ReadonlyMap<string, number> {
    return this.#behind;
  }

  /** Values that may still differ because a projection has not written them yet. */
  get unsettled(): UnsettledRows {
    return this.#unsettled;
  }

  /** What an event changes does not depend on rows, so that the rows of many events can be recalled at once. */
  #plan(event: StoredEvent): PlannedEvent {
    const { part, wasSkipped } = this.#options;
    const tables = this.#rows.stored;
    const { projections, derived } = this.#handlersOf(event.type);
    const writes = projections.map((each) =>
      wasSkipped(each, event) ? noWrites : planWrites(each, event, part, tables),
    );
    const steps = derived.flatMap((each) => planSteps(each, event, part, tables));
    return { event, projections, writes, steps };
  }

  #handlersOf(type: string): Handlers {
    const known = this.#handlers.get(type);
    if (known !== undefined) return known;
    const { projections, derived } = this.#options;
    const handlers = {
      projections: projections.filter(({ handles }) => handles.includes(type)),
      derived: derived.filter(({ handles }) => handles.includes(type)),
    };
    this.#handlers.set(type, handlers);
    return handlers;
  }

  /** Takes back the rows that the events change or read. */
  async #recall(planned: readonly PlannedEvent[]): Promise<void> {
    const list = new RecallList(this.#rows);
    for (const { writes, steps } of planned) {
      for (const changes of writes) {
        for (const { write, change } of changes) {
          const { key } = change;
          // A row that was released is there, so an insert changes nothing.
          if (write.op === 'insert') this.#rows.unpack(write.model, key);
          else list.want(write.model, key);
          if (write.op === 'mirror') list.want(write.from, key);
        }
      }
      for (const { step, key } of steps) list.want(step.model, key);
    }
    for (const { model, keys } of list.wanted()) {
      for (const row of await this.#options.load(model, keys)) {
        this.#rows.recall(model, toRowKey(model, row).text, row);
      }
    }
  }

  #apply({ event, projections, writes, steps }: PlannedEvent): void {
    for (const [place, each] of projections.entries())
      this.#project(each, writes[place] ?? noWrites);
    for (const step of steps) this.#derive(step);
    for (const name of this.#lagging) this.#behind.set(name, (this.#behind.get(name) ?? 0) + 1);
    for (const [name, position] of this.#options.checkpoints) {
      if (position === event.position) this.#lagging.add(name);
    }
  }

  #project({ name }: Projection, writes: readonly PlannedWrite[]): void {
    const lags = this.#lagging.has(name);
    if (lags) this.#rows.split();
    for (const planned of writes) {
      const { write, change } = planned;
      if (lags) this.#unsettled.add(write, change.key.text);
      if (this.#isRepeat(write, change.key)) continue;
      if (!lags) makeIn(this.#rows.stored, planned);
      if (this.#rows.isSplit) makeIn(this.#rows.final, planned);
    }
  }

  /** Derived rows are written with their events, so they never lag. */
  #derive(step: PlannedStep): void {
    const change = changeOfStep(step, this.#rows.stored);
    if (change === undefined) return;
    change.make();
    if (this.#rows.isSplit) prepareWrite(this.#rows.final, change.write)();
  }

  #isRepeat({ op, model }: ReadModelWrite, key: RowKey): boolean {
    return op === 'insert' && this.#rows.isReleased(model, key);
  }
}

function makeIn(tables: FindTable, { write, change }: PlannedWrite): void {
  const table = tables(write.model);
  change.make(table, write.op === 'mirror' ? tables(write.from) : table);
}
