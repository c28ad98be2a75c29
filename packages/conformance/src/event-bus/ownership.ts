import assert from 'node:assert/strict';
import { inBackground } from '../background.js';
import { Gate } from '../gate.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { BusScene, shortSession, type Member } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const ownershipCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a partition is not handed to a member that joins while its owner still handles a batch',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      const gate = new Gate();
      const first = await scene.join('first', {
        instanceOptions: longSession,
        work: () => gate.pass(),
      });
      await scene.publish(messages);
      await scene.waitFor(
        'a batch of each partition is in hand',
        () => scene.recording.open.length === 3,
      );
      const joining = inBackground(scene.join('second', { instanceOptions: longSession }));
      await grace(harness.clock, handoverMs);
      assertUndisturbed(scene, 'first');
      gate.open();
      await scene.waitForShares([first, await joining], [2, 1]);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a member that stalls for less than its session keeps its partitions, and its work counts',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      const gate = new Gate();
      const stalled = await scene.join('stalled', {
        instanceOptions: { ...longSession, canStall: true },
        work: () => gate.pass(),
      });
      await scene.publish(messages);
      await scene.waitFor(
        'a batch of each partition is in hand',
        () => scene.recording.open.length === 3,
      );
      await stalled.instance.stall();
      const joining = inBackground(scene.join('second', { instanceOptions: longSession }));
      await grace(harness.clock, handoverMs);
      assertUndisturbed(scene, 'stalled');
      await stalled.instance.resume();
      gate.open();
      await scene.waitForShares([stalled, await joining], [2, 1]);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a member that stalls beyond its session loses its partitions, and its late commit has no effect',
    async run(harness) {
      const { scene, stalled, finish } = await stalledBeyondSession(harness);
      finish();
      await grace(harness.clock);
      await stalled.instance.resume();
      await waitUntilNoticed(scene);
      await grace(harness.clock, handoverMs);
      await assertAllCommitted(scene);
    },
  },
  {
    name: 'a handler that ends after its member has lost the partition has no effect on it',
    async run(harness) {
      const { scene, stalled, finish } = await stalledBeyondSession(harness);
      await stalled.instance.resume();
      await waitUntilNoticed(scene);
      finish();
      await grace(harness.clock, handoverMs);
      await assertAllCommitted(scene);
    },
  },
  {
    name: 'a member that lost its partitions while it stalled takes part again after it resumes',
    async run(harness) {
      const { scene, heir, stalled, ...handlers } = await stalledBeyondSession(harness);
      handlers.finish();
      handlers.finishOthers();
      await stalled.instance.resume();
      await waitUntilNoticed(scene);
      await heir.subscription.close();
      await scene.waitForShares([stalled], [1]);
      const later = numbered(20, ['one', 'two'], 100).map(({ value }) => value);
      await scene.publish(numbered(20, ['one', 'two'], 100));
      await scene.waitForCommit();
      const handled = scene.recording.of('stalled').flatMap((batch) => batch.bodies);
      assert.deepEqual(
        handled.filter((body) => later.includes(body)),
        later,
        'what is published later is handled by the resumed member, in order',
      );
    },
  },
];

/** Longer than any wait of a case. */
const longSession = { sessionTimeoutMs: 60_000 };

/** Some heartbeats: long enough for a bus that hands over too early to do so. */
const handoverMs = 1_000;

/** A scene in which a member stalled with a batch in hand and another has handled and committed everything. */
async function stalledBeyondSession(harness: EventBusHarness): Promise<{
  readonly scene: BusScene;
  readonly stalled: Member;
  readonly heir: Member;
  /** Lets the stalled member's handler of its first batch resolve. */
  readonly finish: () => void;
  /** Lets its handlers of all later batches resolve. */
  readonly finishOthers: () => void;
}> {
  const scene = await BusScene.open(harness, 1);
  const bodies = numbered(20, ['one', 'two']).map(({ value }) => value);
  const [first, others] = [new Gate(), new Gate()];
  const stalled = await scene.join('stalled', {
    instanceOptions: { ...shortSession, canStall: true },
    maxBatchMessages: 5,
    work: () => (first.waiting === 0 ? first.pass() : others.pass()),
  });
  await scene.publish(numbered(20, ['one', 'two']));
  await scene.waitForDeliveries(1);
  await stalled.instance.stall();
  scene.recording.forget('stalled');
  const heir = await scene.join('heir', { instanceOptions: shortSession, maxBatchMessages: 5 });
  await scene.waitForCommit();
  scene.recording.assertAtLeast(bodies);
  return {
    scene,
    stalled,
    heir,
    finish: () => first.open(),
    finishOthers: () => others.open(),
  };
}

/** Asserts that nothing was delivered to another member, and that the owner's signal was not aborted. */
function assertUndisturbed({ recording }: BusScene, owner: string): void {
  const others = recording.batches.filter(({ member }) => member !== owner);
  assert.deepEqual(
    others.map(({ member, partition }) => ({ member, partition })),
    [],
    'batches delivered to other members',
  );
  assert.ok(
    recording.of(owner).every(({ context }) => !context.signal.aborted),
    'the work of the owner counts',
  );
}

async function waitUntilNoticed(scene: BusScene): Promise<void> {
  const [batch] = scene.recording.of('stalled');
  await scene.waitFor(
    'the signal of the stalled member aborts',
    () => batch?.context.signal.aborted === true,
  );
}

async function assertAllCommitted({ bus, group, topic }: BusScene): Promise<void> {
  const lags = await bus.admin.lag(group, topic);
  assert.deepEqual(
    lags.map(({ lag }) => lag),
    [0],
    'the commit of the group does not move back',
  );
}
