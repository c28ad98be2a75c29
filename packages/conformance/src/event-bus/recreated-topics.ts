import assert from 'node:assert/strict';
import { Gate, never } from '../gate.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { isOfNewTopic, TopicLives } from './topic-lives.js';

export const recreatedTopicCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a topic created again with more messages than the position in the former one is read from its start',
    async run(harness) {
      const lives = await TopicLives.open(harness, 1);
      const member = await lives.follow('member', { startFrom: 'latest' });
      const former = await lives.publishFormer(90);
      await lives.scene.waitForCommit();
      await lives.delete();
      await lives.create();
      const bodies = await lives.publishNew(150);
      await lives.scene.waitForCommit();
      lives.former.assertExactly(former);
      lives.renewed.assertAtLeast(bodies);
      await lives.waitForChange('recreated', [member]);
    },
  },
  {
    name: 'a member that never saw its topic missing notices a new topic, and skips none of its messages',
    async run(harness) {
      const lives = await TopicLives.open(harness, 2);
      const instance = await harness.open({ canStall: true });
      const member = await lives.follow('member', { instance });
      await lives.publishFormer(100);
      await lives.scene.waitForCommit();
      await instance.stall();
      for (const count of [10, 0]) {
        await lives.delete();
        await lives.create();
        if (count > 0) await lives.publishFormer(count);
      }
      const bodies = await lives.publishNew(240);
      await instance.resume();
      await lives.scene.waitForCommit();
      lives.renewed.assertAtLeast(bodies);
      await lives.waitForChange('recreated', [member]);
      assert.equal(member.hasEnded(), false, 'the member has not ended');
    },
  },
  {
    name: 'the commit of a handler that began in a former topic does not move the position in the new one',
    async run(harness) {
      const lives = await TopicLives.open(harness, 1);
      const gate = new Gate();
      const instance = await harness.open({ canStall: true });
      const member = await lives.follow('member', {
        instance,
        work: (batch) => (isOfNewTopic(batch) ? never() : gate.pass()),
      });
      await lives.publishFormer(30);
      await lives.scene.waitFor('a batch of the former topic is in hand', () => gate.waiting > 0);
      await instance.stall();
      await lives.delete();
      await lives.create();
      const bodies = await lives.publishNew(60);
      gate.open();
      await lives.scene.waitFor('the handler has ended', () => lives.former.open.length === 0);
      await instance.resume();
      await lives.waitForChange('recreated', [member]);
      await lives.scene.waitFor(
        'a batch of the new topic is in hand',
        () => lives.renewed.open.length > 0,
      );
      assert.equal(await lives.lag(), bodies.length, 'nothing of the new topic is committed');
      assert.equal(lives.renewed.bodies[0], bodies[0], 'the new topic is read from its start');
    },
  },
  {
    name: 'a group that was stopped while its topic was created again reads the new one from its start',
    async run(harness) {
      const lives = await TopicLives.open(harness, 2);
      const before = await lives.follow('before');
      const former = await lives.publishFormer(60);
      await lives.scene.waitForCommit();
      await before.subscription.close();
      await lives.delete();
      await lives.create();
      const bodies = await lives.publishNew(120);
      assert.equal(await lives.lag(), bodies.length, 'a former position counts as none');
      await lives.follow('after');
      await lives.scene.waitForCommit();
      lives.former.assertExactly(former);
      lives.renewed.assertExactly(bodies);
    },
  },
  {
    name: 'a reset of a group whose position is of a former topic applies to the new one',
    async run(harness) {
      const lives = await TopicLives.open(harness, 1);
      const before = await lives.follow('before');
      await lives.publishFormer(60);
      await lives.scene.waitForCommit();
      await before.subscription.close();
      await lives.delete();
      await lives.create();
      const { bus, group, topic } = lives.scene;
      await lives.publishNew(30);
      await bus.admin.resetOffsets(group, topic, { to: 'latest' });
      assert.equal(await lives.lag(), 0);
      const later = await lives.publishNew(90);
      await lives.follow('after');
      await lives.scene.waitForCommit();
      lives.renewed.assertExactly(later);
    },
  },
  {
    name: 'every member of a group follows its topic when it is created again',
    async run(harness) {
      const lives = await TopicLives.open(harness, 3);
      const members = [await lives.follow('first'), await lives.follow('second')];
      await lives.publishFormer(60);
      await lives.scene.waitForCommit();
      await lives.delete();
      await lives.waitForChange('deleted', members);
      await lives.create();
      const bodies = await lives.publishNew(180);
      await lives.scene.waitForCommit();
      lives.renewed.assertAtLeast(bodies);
      await lives.waitForChange('recreated', members);
      await lives.scene.waitFor('both hold partitions of the new topic', () =>
        members.every(({ subscription }) => subscription.assignments().length > 0),
      );
    },
  },
];
