import assert from 'node:assert/strict';
import type { LogPosition, ReadModelWrite, StoredEvent } from '@foldmart/core';
import { assertWholeLog, idsOf, LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreProcess } from '../harness.js';
import { waitUntil } from '../waiting.js';
import { logOf, type LiveFollower, type StoreModel, type StoreUnderTest } from './history.js';
import { historyPlan, historyProjections, writesOfAllRows } from './noted-projections.js';
import { endRebuild } from './rebuild-commands.js';
import { assertRows, moveBackground } from './row-commands.js';
import { assertSnapshots } from './snapshot-commands.js';

/** One database for consecutive histories. Each runs on the contents that the earlier ones left. */
export class HistoryGround {
  readonly #harness: EventStoreHarness;
  readonly #processes: StoreProcess[] = [];
  readonly #size: number;
  #histories = 0;
  #after: LogPosition | undefined;
  #earlierWrites: readonly ReadModelWrite[] = [];
  #isSettled = true;

  constructor(harness: EventStoreHarness, processes: number) {
    this.#harness = harness;
    this.#size = processes;
  }

  /** Runs a history from its own position in the log, and compares everything at its end. */
  async run(history: (model: StoreModel, real: StoreUnderTest) => Promise<void>): Promise<void> {
    if (!this.#isSettled) await this.#clearUp();
    this.#isSettled = false;
    this.#histories += 1;
    const model: StoreModel = { streams: new Map(), snapshots: new Map(), isRebuilding: false };
    const real = await this.#storeUnderTest();
    await history(model, real);
    await this.#settle(model, real);
    this.#isSettled = true;
  }

  async #storeUnderTest(): Promise<StoreUnderTest> {
    const openProcess = (): Promise<StoreProcess> => this.#harness.openProcess(historyProjections);
    while (this.#processes.length < this.#size) this.#processes.push(await openProcess());
    return {
      clock: this.#harness.clock,
      processes: this.#processes,
      openProcess,
      prefix: `history-${this.#histories}/`,
      after: this.#after,
      earlierWrites: this.#earlierWrites,
      followers: [],
    };
  }

  /** Asserts that every follower has seen its part of the log once, and that the rows are correct without pending work. */
  async #settle(model: StoreModel, real: StoreUnderTest): Promise<void> {
    if (model.isRebuilding) await endRebuild(model, real);
    const expected = [...model.streams.values()].flat();
    const whole = new LogFollower(logOf(real, 0), 1_000, real.after);
    assertWholeLog(await whole.readUntil(real.clock, expected.length), expected);
    for (const follower of real.followers) await assertSawItsPart(real, whole.seen, follower);
    while (await moveBackground(real, 0, 1_000));
    await assertRows(model, real, 0);
    await assertSnapshots(model, real, 0);
    await this.#beginHere(whole.next);
  }

  async #beginHere(after: LogPosition | undefined): Promise<void> {
    const [first] = this.#processes;
    assert.ok(first);
    this.#after = after;
    this.#earlierWrites = await writesOfAllRows(first.instance.readModels);
  }

  /** After a failed history, the next one starts at the end of the log that it left. */
  async #clearUp(): Promise<void> {
    for (const process of this.#processes.splice(0)) await process.crash();
    const real = await this.#storeUnderTest();
    const [first] = this.#processes;
    assert.ok(first);
    const { events, audit, rebuilds } = first.instance;
    await rebuilds.discard(historyPlan.id);
    const committed = await audit.audit((view) => view.count());
    await waitUntil(real.clock, 'the log is readable', async () => {
      return (await events.count()) === committed;
    });
    while (await moveBackground(real, 0, 1_000));
    await this.#beginHere((await events.readEnd(0)).next);
  }
}

/** Asserts that a follower saw the whole log after its start, without gaps or repeats. */
async function assertSawItsPart(
  { clock }: StoreUnderTest,
  whole: readonly StoredEvent[],
  { start, log }: LiveFollower,
): Promise<void> {
  const part = whole.slice(whole.findIndex(({ position }) => position === start) + 1);
  assert.deepEqual(idsOf(await log.readUntil(clock, part.length)), idsOf(part));
}
