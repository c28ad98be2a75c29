import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { numbered } from './numbered-messages.js';
import { TopicLives } from './topic-lives.js';

export const deletedTopicCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a member whose topic is deleted says so, waits, and resumes when it is created again',
    async run(harness) {
      const lives = await TopicLives.open(harness, 3);
      const member = await lives.follow('member');
      const former = await lives.publishFormer(60);
      await lives.scene.waitForCommit();
      await lives.delete();
      await lives.waitForChange('deleted', [member]);
      await lives.scene.waitFor(
        'it holds no partition of the deleted topic',
        () => member.subscription.assignments().length === 0,
      );
      await lives.create();
      const bodies = await lives.publishNew(200);
      await lives.scene.waitForCommit();
      lives.former.assertExactly(former);
      lives.renewed.assertAtLeast(bodies);
      assert.deepEqual(member.changes, ['deleted', 'recreated']);
      assert.equal(member.hasEnded(), false, 'the member has not ended');
    },
  },
  {
    name: 'while a member waits for its topic, members of other topics in its process work',
    async run(harness) {
      const lives = await TopicLives.open(harness, 1);
      const member = await lives.follow('member');
      const other = await BusScene.open(harness, 1);
      await other.join('neighbour', { instance: member.instance });
      await lives.delete();
      await lives.waitForChange('deleted', [member]);
      const messages = numbered(20, ['one', 'two']);
      await other.publish(messages);
      await other.waitForCommit();
      other.recording.assertExactly(messages.map(({ value }) => value));
      assert.equal(member.hasEnded(), false, 'the member waits');
      await member.subscription.close();
      await member.subscription.ended;
    },
  },
  {
    name: 'a subscription to a topic that was deleted before is rejected',
    async run(harness) {
      const lives = await TopicLives.open(harness, 1);
      const member = await lives.follow('member');
      await member.subscription.close();
      await lives.delete();
      await portErrorOf(lives.follow('late', { instance: member.instance }), {
        reason: 'rejected',
        code: 'unknown-topic',
      });
    },
  },
  {
    name: 'a publisher whose topic another process deletes is rejected, and publishes to a new topic of the name',
    async run(harness) {
      const lives = await TopicLives.open(harness, 1);
      const { topic } = lives.scene;
      const { bus } = await harness.open();
      await bus.publish(topic, [{ key: 'former', value: 'former#0' }]);
      await lives.delete();
      await portErrorOf(bus.publish(topic, [{ key: 'former', value: 'former#1' }]), {
        reason: 'rejected',
        code: 'unknown-topic',
      });
      await lives.create();
      await bus.publish(topic, [{ key: 'new', value: 'new-0#0' }]);
      await lives.follow('member');
      await lives.scene.waitForCommit();
      lives.renewed.assertExactly(['new-0#0']);
      assert.deepEqual(lives.former.bodies, []);
    },
  },
];
