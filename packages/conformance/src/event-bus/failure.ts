import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered, textOf } from './numbered-messages.js';

export const failureCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a failed batch is redelivered before anything behind it in its partition',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      const failures = new Map<number, number>();
      await scene.join('member', {
        maxBatchMessages: 5,
        work: async ({ partition }) => {
          const soFar = failures.get(partition) ?? 0;
          failures.set(partition, soFar + 1);
          if (soFar % 4 !== 3) throw new Error(`failure ${soFar}`);
        },
      });
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      assertOnlyFailuresComeAgain(scene);
    },
  },
  {
    name: 'the attempts of a batch are counted, and the observer is told of each failure',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(10, ['k']));
      const failure = new Error('not yet');
      const heard: { partition: number; attempt: number; error: unknown }[] = [];
      await scene.join('member', {
        work: async (_batch, { attempt }) => {
          if (attempt < 4) throw failure;
        },
        observer: {
          retrying: ({ partition, attempt, delayMs, error }) => {
            assert.ok(delayMs >= 0);
            heard.push({ partition, attempt, error });
          },
        },
      });
      await scene.waitForCommit();
      const attempts = scene.recording.batches.map(({ attempt }) => attempt);
      assert.deepEqual(attempts.slice(0, 4), [1, 2, 3, 4]);
      assert.deepEqual(
        heard.slice(0, 3),
        [1, 2, 3].map((attempt) => ({ partition: 0, attempt, error: failure })),
      );
    },
  },
  {
    name: 'an observer that throws changes nothing for its member',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(30, manyKeys);
      await scene.publish(messages);
      const told = new Set<string>();
      const broken = (method: string) => (): void => {
        told.add(method);
        throw new Error(`the observer fails at ${method}`);
      };
      let failures = 0;
      await scene.join('member', {
        work: async () => {
          failures += 1;
          if (failures === 1) throw new Error('not yet');
        },
        observer: {
          assigned: broken('assigned'),
          retrying: broken('retrying'),
        },
      });
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      assert.deepEqual([...told].sort(), ['assigned', 'retrying']);
    },
  },
  {
    name: 'a batch may fail thirty times and then succeed',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(20, ['one', 'two']);
      await scene.publish(messages);
      let failures = 0;
      await scene.join('member', {
        work: async () => {
          failures += 1;
          if (failures <= 30) throw new Error(`failure ${failures}`);
        },
      });
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      assertOnlyFailuresComeAgain(scene);
    },
  },
  {
    name: 'other partitions progress while one fails',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      let isMended = false;
      await scene.join('member', {
        maxBatchMessages: 5,
        work: async ({ partition }) => {
          if (partition === 1 && !isMended) throw new Error('not yet');
        },
      });
      await scene.waitFor('the others have committed everything', async () => {
        const lags = await scene.bus.admin.lag(scene.group, scene.topic);
        return lags.every(({ partition, lag }) => partition === 1 || lag === 0);
      });
      const ofFailing = scene.recording.batches.filter(({ partition }) => partition === 1);
      const firsts = new Set(ofFailing.map(({ bodies }) => bodies[0]));
      assert.equal(firsts.size, 1, 'the failing partition stays at its first message');
      isMended = true;
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
    },
  },
  ...[
    new TypeError('undefined is not a function'),
    new SyntaxError('Unexpected token'),
    new RangeError('Maximum call stack size exceeded'),
    'a text',
    undefined,
    null,
  ].map((thrown: unknown) => ({
    name: `a handler may fail with anything: ${String(thrown)}`,
    async run(harness: EventBusHarness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(10, ['one', 'two']);
      await scene.publish(messages);
      await scene.join('member', {
        work: async (_batch, { attempt }) => {
          if (attempt < 3) throw thrown;
        },
      });
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
    },
  })),
  {
    name: 'a handler that throws synchronously fails like one that rejects',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(10, ['k']));
      let calls = 0;
      const { bus } = await harness.open({ retry: { firstDelayMs: 5, longestDelayMs: 20 } });
      const { topic, group } = scene;
      await bus.subscribe({ topic, group, member: 'member' }, () => {
        calls += 1;
        if (calls < 3) throw new Error('at once');
        return Promise.resolve();
      });
      await scene.waitForCommit();
      assert.ok(calls >= 3, `${calls} calls`);
    },
  },
  {
    name: 'a batch with a poison message is redelivered in order until the handler parks it',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      const poison = 'key-7#2';
      const kept: string[] = [];
      const parked: string[] = [];
      await scene.join('member', {
        work: async (batch, { attempt }) => {
          const bodies = batch.messages.map(textOf);
          if (bodies.includes(poison) && attempt < 3) throw new Error('poison');
          kept.push(...bodies.filter((body) => body !== poison));
          parked.push(...bodies.filter((body) => body === poison));
        },
      });
      await scene.waitForCommit();
      const bodies = messages.map(({ value }) => value);
      scene.recording.assertAtLeast(bodies);
      assert.deepEqual(parked, [poison]);
      assert.deepEqual([...kept].sort(), bodies.filter((body) => body !== poison).sort());
    },
  },
  {
    name: 'a failed batch is redelivered to another member when its owner leaves',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(20, ['one', 'two']);
      await scene.publish(messages);
      const failing = await scene.join('failing', {
        work: async () => {
          throw new Error('never');
        },
      });
      await scene.waitForDeliveries(1);
      await failing.subscription.close();
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      const handled = scene.recording.of('member').flatMap(({ bodies }) => bodies);
      assert.deepEqual(
        [...handled].sort(),
        messages.map(({ value }) => value).sort(),
        'the other member handles them all, once',
      );
    },
  },
];

/** Asserts that a message is redelivered only if its batch failed. */
function assertOnlyFailuresComeAgain({ recording }: BusScene): void {
  const done = new Set<string>();
  for (const { bodies, outcome } of recording.batches) {
    for (const body of bodies)
      assert.ok(!done.has(body), `${body} was redelivered after its success`);
    if (outcome === 'done') for (const body of bodies) done.add(body);
  }
}
