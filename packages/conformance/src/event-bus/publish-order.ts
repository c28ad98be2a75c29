import assert from 'node:assert/strict';
import { createOrderedPublisher, settlesWithin } from '@foldmart/core';
import { Gate } from '../gate.js';
import type { BusInstance, EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { byKey, numbered, type NumberedMessage } from './numbered-messages.js';

/** Longer than an instance that is cut off retries by itself. */
const givenUpMs = 5_000;
const inFlight = 24;

export const publishOrderCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'what was published behind a failed call of its key fails too',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const sender = await harness.open({ canCutOff: true });
      const publish = patiently(scene, sender);
      await publish({ key: 'k', value: 'k#0' });
      const calls = await callUntilOneFails(scene, sender, numbered(200, ['k'], 1));
      await sender.reconnect();
      const outcomes = await Promise.all(calls.map(({ isPublished }) => isPublished));
      const failure = outcomes.indexOf(false);
      const behind = failure === -1 ? [] : outcomes.slice(failure);
      assert.ok(!behind.includes(true), `a later call was published: ${outcomes.join()}`);
      const failed = calls.slice(outcomes.length - behind.length).map(({ message }) => message);
      for (const message of failed) await publish(message);
      const bodies = calls.map(({ message }) => message.value);
      await assertInOrder(scene, ['k#0', ...bodies]);
    },
  },
  {
    name: 'failed calls that are published again in their order keep the order within a key',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const sender = await harness.open({ canCutOff: true });
      const traffic = new Traffic(scene, sender, ['one', 'two', 'three']);
      const running = traffic.run();
      for (let cut = 0; cut < 3; cut += 1) {
        const before = traffic.published;
        await scene.waitFor('messages are published', () => traffic.published >= before + 30);
        await sender.cutOff();
        await settlesWithin(harness.clock, givenUpMs, traffic.nextFailure());
        await sender.reconnect();
      }
      traffic.stop();
      await running;
      await assertInOrder(scene, traffic.bodies);
    },
  },
];

interface Call {
  readonly message: NumberedMessage;
  readonly isPublished: Promise<boolean>;
}

/** Publishes each message in a call of its own. Cuts the sender off after the first calls, and ends once one failed. */
async function callUntilOneFails(
  { harness, topic }: BusScene,
  sender: BusInstance,
  messages: readonly NumberedMessage[],
): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const failed = new Gate();
  const call = (message: NumberedMessage): void => {
    const isPublished = sender.bus.publish(topic, [message]).then(
      () => true,
      () => {
        failed.open();
        return false;
      },
    );
    calls.push({ message, isPublished });
  };
  messages.slice(0, inFlight).forEach(call);
  await sender.cutOff();
  for (const message of messages.slice(inFlight)) {
    if (await settlesWithin(harness.clock, givenUpMs / messages.length, failed.pass())) break;
    call(message);
  }
  return calls;
}

/** Publishes numbered messages, each in a call of its own, many of them at a time. */
class Traffic {
  readonly bodies: string[] = [];
  published = 0;
  readonly #scene: BusScene;
  readonly #keys: readonly string[];
  readonly #publish: (message: NumberedMessage) => Promise<void>;
  #failed = new Gate();
  #isStopped = false;

  constructor(scene: BusScene, sender: BusInstance, keys: readonly string[]) {
    this.#scene = scene;
    this.#keys = keys;
    this.#publish = patiently(scene, sender, () => this.#failed.open());
  }

  /** Resolves when a call has failed. */
  async nextFailure(): Promise<void> {
    this.#failed = new Gate();
    await this.#failed.pass();
  }

  stop(): void {
    this.#isStopped = true;
  }

  async run(): Promise<void> {
    const open = new Set<Promise<void>>();
    for (let round = 0; !this.#isStopped; round += 1) {
      for (const message of numbered(this.#keys.length, this.#keys, round)) {
        while (open.size >= inFlight) await Promise.race(open);
        const call: Promise<void> = this.#call(message).finally(() => open.delete(call));
        open.add(call);
      }
      await this.#scene.harness.clock.sleep(2);
    }
    await Promise.all(open);
  }

  async #call(message: NumberedMessage): Promise<void> {
    this.bodies.push(message.value);
    await this.#publish(message);
    this.published += 1;
  }
}

/** Publishes in the order of the calls, and repeats those that fail. */
function patiently(
  { harness, topic }: BusScene,
  { bus }: BusInstance,
  onRetry: () => void = () => undefined,
): (message: NumberedMessage) => Promise<void> {
  return createOrderedPublisher((message) => bus.publish(topic, [message]), {
    retry: {
      clock: harness.clock,
      random: { next: () => 0.5 },
      policy: { firstDelayMs: 10, longestDelayMs: 100 },
      onRetry,
    },
  });
}

/** Asserts that each key's messages first appear in their order, and that a repetition starts over at one of them. */
async function assertInOrder(scene: BusScene, bodies: readonly string[]): Promise<void> {
  await scene.join('member');
  await scene.waitForBodies(bodies);
  await scene.waitForCommit();
  scene.recording.assertAtLeast(bodies);
  for (const [key, sequence] of byKey(scene.recording.bodies)) {
    const numbers = sequence.map((body) => Number(body.slice(key.length + 1)));
    const skips = numbers.filter((number, at) => number > (numbers[at - 1] ?? -1) + 1);
    assert.deepEqual(skips, [], `${key}: published before what precedes them`);
  }
}
