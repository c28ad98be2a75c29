import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { OffsetCommitter } from '../src/consumer/offset-committer.js';
import type { SubscriptionContext } from '../src/consumer/subscription-context.js';

interface Request {
  readonly offsets: ReadonlyMap<number, bigint>;
  readonly answer: () => void;
  readonly fail: () => void;
}

/** A committer of one member, and the requests that the broker has not answered yet. */
function committerAtWork() {
  const clock = new VirtualClock();
  const open: Request[] = [];
  const commitOffsets = (
    _membership: unknown,
    _topic: string,
    handled: ReadonlyMap<number, { readonly offset: bigint }>,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      open.push({
        offsets: new Map([...handled].map(([partition, { offset }]) => [partition, offset])),
        answer: resolve,
        fail: () => reject(new Error('the coordinator did not answer')),
      });
    });
  const context = {
    client: { commitOffsets, forgetCoordinator: () => undefined },
    clock,
    random: { next: () => 0 },
    topic: 'orders',
    group: 'group',
  };
  const committer = new OffsetCommitter(context as unknown as SubscriptionContext, {
    onFailure: () => undefined,
    onLost: () => undefined,
    onCommitted: () => undefined,
    isJoining: () => false,
    topicId: () => 'topic-1',
  });
  committer.enter({ group: 'group', memberId: 'member-1', generation: 1 });
  return { committer, clock, open };
}

describe('an offset committer', () => {
  it('commits the newer offset after an older one failed', async () => {
    const { committer, clock, open } = committerAtWork();
    committer.advance(0, 5n, 5n);
    committer.advance(0, 9n, 9n);
    open.shift()?.fail();
    await clock.advance(5_000);
    expect(open.map(({ offsets }) => offsets)).toEqual([new Map([[0, 9n]])]);
  });

  it('commits what failed again, with what other partitions have handled meanwhile', async () => {
    const { committer, clock, open } = committerAtWork();
    committer.advance(0, 5n, 5n);
    committer.advance(1, 7n, 7n);
    open.shift()?.fail();
    await clock.advance(5_000);
    const expected = new Map([
      [0, 5n],
      [1, 7n],
    ]);
    expect(open.map(({ offsets }) => offsets)).toEqual([expected]);
  });

  it('has one request in flight, so that none overtakes another', async () => {
    const { committer, clock, open } = committerAtWork();
    for (const offset of [1n, 2n, 3n]) committer.advance(0, offset, offset);
    await clock.advance(0);
    expect(open).toHaveLength(1);
    open.shift()?.answer();
    await clock.advance(0);
    expect(open.map(({ offsets }) => offsets)).toEqual([new Map([[0, 3n]])]);
  });

  it('has settled a partition only when its last offset is committed', async () => {
    const { committer, clock, open } = committerAtWork();
    let isSettled = false;
    committer.advance(0, 1n, 1n);
    committer.advance(0, 2n, 2n);
    void committer.settle([0]).then(() => (isSettled = true));
    open.shift()?.answer();
    await clock.advance(0);
    expect(isSettled).toBe(false);
    open.shift()?.answer();
    await clock.advance(0);
    expect(isSettled).toBe(true);
  });
});
