import assert from 'node:assert/strict';
import type { EventBus } from '@foldmart/core';
import { BusScene } from '../event-bus/bus-scene.js';
import { numbered } from '../event-bus/numbered-messages.js';
import type { EventBusHarness } from '../harness.js';
import { waitUntil } from '../waiting.js';
import { MemberProcess, type MemberProgram, type ProcessBatch } from './member-process.js';

/** Opens buses in this process, and members in processes of their own, on one transport. */
export interface MemberProcessHarness extends EventBusHarness {
  /** The program of a member. */
  readonly program: MemberProgram;
}

/** How a process joins. */
export interface StartOptions {
  /** Default 2,000. */
  readonly sessionTimeoutMs?: number;
  /** Default: never. */
  readonly holdsAfter?: number;
  /** Whether others hold all partitions. */
  readonly standsBy?: boolean;
}

/** The longest session with which a case still ends soon, and the shortest that a busy machine keeps. */
const shortSessionMs = 2_000;
/** Starting a process and joining a group. */
const startMs = 30_000;

/** A topic, and a group whose members are processes. */
export class ProcessScene {
  readonly #harness: MemberProcessHarness;
  readonly #scene: BusScene;
  readonly #started: MemberProcess[] = [];

  private constructor(harness: MemberProcessHarness, scene: BusScene) {
    this.#harness = harness;
    this.#scene = scene;
  }

  /** Opens a scene for `act`, and kills all processes that are left when it has ended. */
  static async run(
    harness: MemberProcessHarness,
    partitions: number,
    act: (scene: ProcessScene) => Promise<void>,
  ): Promise<void> {
    const scene = new ProcessScene(harness, await BusScene.open(harness, partitions));
    try {
      await act(scene);
    } finally {
      await Promise.all(scene.#started.map((member) => member.kill()));
    }
  }

  get bus(): EventBus {
    return this.#scene.bus;
  }

  /** Publishes `count` messages of several keys, and returns their bodies. */
  async publish(count: number, first = 0): Promise<readonly string[]> {
    const messages = numbered(count, ['one', 'two', 'three', 'four', 'five'], first);
    await this.#scene.publish(messages);
    return messages.map(({ value }) => value);
  }

  /** Starts a process; resolves when it holds a partition, or has joined if it stands by. */
  async start(member: string, options: StartOptions = {}): Promise<MemberProcess> {
    const { sessionTimeoutMs = shortSessionMs, holdsAfter = Number.MAX_SAFE_INTEGER } = options;
    const { topic, group } = this.#scene;
    const instructions = { topic, group, member, sessionTimeoutMs, holdsAfter };
    const started = new MemberProcess(this.#harness.program, {
      ...instructions,
      maxBatchMessages: 5,
    });
    this.#started.push(started);
    const least = options.standsBy === true ? 0 : 1;
    await this.waitFor(`${member} has joined`, () => (started.holds?.length ?? -1) >= least);
    return started;
  }

  /** Waits until the group has committed everything. */
  waitForCommit(): Promise<void> {
    return this.#scene.waitForCommit();
  }

  async waitFor(what: string, isTrue: () => boolean, withinMs = startMs): Promise<void> {
    await waitUntil(this.#harness.clock, what, isTrue, {
      withinMs,
      seen: () =>
        this.#started.map(({ name, holds, bodies, errors }) => ({
          name,
          holds,
          handed: bodies.length,
          errors,
        })),
    });
  }

  async assertAllCommitted(): Promise<void> {
    const { group, topic, bus } = this.#scene;
    const lags = await bus.admin.lag(group, topic);
    assert.ok(
      lags.every(({ lag }) => lag === 0),
      `the commit of the group has moved back: ${JSON.stringify(lags)}`,
    );
  }

  /** Asserts that no two processes worked on one partition at the same time, but for what was in hand at a stop or kill. */
  assertNoOverlap(except: readonly ProcessBatch[]): void {
    const all = this.#started.flatMap(({ batches }) => batches);
    const counted = all.filter((batch) => !except.includes(batch));
    for (const one of counted) {
      const other = counted.find((each) => each.member !== one.member && areBeside(one, each));
      assert.equal(
        other,
        undefined,
        `${one.member} and ${String(other?.member)} have batches of partition ${String(one.partition)} in hand`,
      );
    }
  }
}

function areBeside(one: ProcessBatch, other: ProcessBatch): boolean {
  if (one.partition !== other.partition) return false;
  return one.beganAtMs < endOf(other) && other.beganAtMs < endOf(one);
}

/** When a batch stopped to count. */
function endOf({ abortedAtMs = Infinity, endedAtMs = Infinity }: ProcessBatch): number {
  return Math.min(abortedAtMs, endedAtMs);
}
