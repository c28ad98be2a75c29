import { silentLogger } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import type { SubscriptionContext } from '../src/consumer/subscription-context.js';
import { TopicPolling } from '../src/consumer/topic-polling.js';

/** Polls a topic whose id at each check is given; the last one stays. An error is thrown. */
async function poll(answers: readonly (string | undefined | Error)[], forMs = 30_000) {
  const clock = new VirtualClock();
  const reports: string[] = [];
  let calls = 0;
  let misses = 0;
  const context = {
    topic: 'orders',
    group: 'group',
    member: 'member',
    clock,
    logger: silentLogger,
    observer: { topicChanged: (change: string) => void reports.push(change) },
    client: {
      topicId: async () => {
        const answer = answers[Math.min(calls, answers.length - 1)];
        calls += 1;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  } as unknown as SubscriptionContext;
  const polling = new TopicPolling(context, {
    onMissing: () => (misses += 1),
    onRecreated: () => void reports.push('read from the start'),
  });
  void polling.run();
  await clock.advance(forMs);
  polling.stop();
  return { id: polling.id, reports, misses };
}

describe('a topic', () => {
  it('that stays is not reported, even if a broker cannot be asked', async () => {
    const { id, reports } = await poll(['a', 'a', new Error('no broker'), 'a']);
    expect([id, reports]).toEqual(['a', []]);
  });

  it('that one broker does not know for a moment is not reported', async () => {
    expect(await poll(['a', undefined, 'a'])).toMatchObject({ reports: [], misses: 0 });
  });

  it('that is gone is reported once to the observer', async () => {
    expect((await poll(['a', undefined])).reports).toEqual(['deleted']);
  });

  it('that is gone is missed at each check, until it is there again', async () => {
    const { misses } = await poll(['a', undefined, undefined, undefined, undefined, 'a']);
    expect(misses).toBe(3);
  });

  it('that is created again is read from its start, whether its absence was seen or not', async () => {
    const again = ['recreated', 'read from the start'];
    expect(await poll(['a', 'b'])).toEqual({ id: 'b', reports: again, misses: 0 });
    expect((await poll(['a', undefined, undefined, 'b'])).reports).toEqual(['deleted', ...again]);
  });

  it('is not taken for a former one that a broker still describes', async () => {
    const { id, reports } = await poll(['a', 'b', 'a', 'b', 'a']);
    expect([id, reports]).toEqual(['b', ['recreated', 'read from the start']]);
  });

  it('of brokers that know no ids is reported only while it is gone', async () => {
    expect((await poll(['', undefined, undefined, ''])).reports).toEqual(['deleted']);
  });
});
