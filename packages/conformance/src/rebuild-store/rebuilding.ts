import assert from 'node:assert/strict';
import {
  projectEvent,
  type Clock,
  type EventEnvelope,
  type LogPosition,
  type Projection,
  type ReadModelWrite,
  type RebuildPlan,
} from '@foldmart/core';
import type { StoreInstance } from '../harness.js';
import { retrying } from '../retrying.js';

/** The writes of projections for events, in the order of the log. */
export function fold(
  projections: readonly Projection[],
  events: readonly EventEnvelope[],
): readonly ReadModelWrite[] {
  return events.flatMap((event) =>
    projections
      .filter(({ handles }) => handles.includes(event.type))
      .flatMap((projection) => projectEvent(projection, event)),
  );
}

/** A process that rebuilds, page by page, and may share the work with others. */
export class Rebuilding {
  readonly #clock: Clock;
  readonly #instance: StoreInstance;
  readonly #plan: RebuildPlan;
  readonly #limit: number;
  #position: LogPosition | undefined;

  constructor(clock: Clock, instance: StoreInstance, plan: RebuildPlan, limit = 3) {
    this.#clock = clock;
    this.#instance = instance;
    this.#plan = plan;
    this.#limit = limit;
  }

  /** The last position of the shadow that this process knows. */
  get position(): LogPosition | undefined {
    return this.#position;
  }

  /** Begins the rebuild, or joins the running one. */
  async begin(): Promise<void> {
    const { position } = await this.#retrying(() => this.#instance.rebuilds.begin(this.#plan));
    this.#position = position;
  }

  /** Folds one page into the shadow. False at the end of the readable log, or if another process was faster. */
  async fold(): Promise<boolean> {
    const range = this.#position === undefined ? {} : { after: this.#position };
    const page = await this.#instance.events.readAll({ ...range, limit: this.#limit });
    if (page.next === undefined || page.events.length === 0) return false;
    const step = {
      plan: this.#plan,
      from: this.#position,
      to: page.next,
      events: page.events.length,
      writes: fold(this.#plan.projections, page.events),
    };
    const isTaken = await this.#retrying(() => this.#instance.rebuilds.advance(step));
    if (isTaken) this.#position = page.next;
    return isTaken;
  }

  /** Folds the readable log. */
  async foldAll(): Promise<void> {
    while (await this.fold());
  }

  /** Attempts the swap at the known position of the shadow. */
  finish(): ReturnType<StoreInstance['rebuilds']['finish']> {
    return this.#retrying(() => this.#instance.rebuilds.finish(this.#plan, this.#position));
  }

  /** Rebuilds to the end, even if other processes rebuild too. */
  async run(): Promise<void> {
    await this.begin();
    for (;;) {
      await this.foldAll();
      const answer = await this.finish();
      if (answer === 'done' || (answer === 'overtaken' && (await this.#isOver()))) return;
      await this.#clock.sleep(1);
    }
  }

  /** Catches up with the other processes. True if they have finished the rebuild. */
  async #isOver(): Promise<boolean> {
    const found = (await this.#instance.rebuilds.list()).find(({ id }) => id === this.#plan.id);
    this.#position = found?.position;
    if (found !== undefined) return false;
    const states = await this.#instance.projections.states();
    const isBuilt = this.#plan.projections.every(({ name, version }) =>
      states.some((state) => state.name === name && state.version === version),
    );
    if (!isBuilt) await this.begin();
    return isBuilt;
  }

  #retrying<Result>(work: () => Promise<Result>): Promise<Result> {
    return retrying(this.#clock, work);
  }
}

/** Rebuilds to the end in one process. */
export async function rebuild(
  clock: Clock,
  instance: StoreInstance,
  plan: RebuildPlan,
  limit = 3,
): Promise<void> {
  await new Rebuilding(clock, instance, plan, limit).run();
  assert.deepEqual(await instance.rebuilds.list(), [], 'no rebuild is running');
}
