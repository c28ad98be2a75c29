import { afterEach, describe, expect, it } from 'vitest';
import type { RequestDecision } from '@foldmart/core/shop';
import { requestsOf, RushScene } from './rush-scene.js';
import { allDecided } from './rush-verdict.js';

describe('COUPON_REDIS_MODE=poll', () => {
  const scene = new RushScene('redis', { COUPON_REDIS_MODE: 'poll', COUPON_POLL_INTERVAL: '0.05' });

  afterEach(() => scene.dispose());

  it('decides one request at a time, in queue order, by one poller among several processes', async () => {
    const processes = [await scene.open(), await scene.open()];
    const [first] = processes;
    if (first === undefined) throw new Error('there is a process');
    await first.manage({ type: 'open-campaign', couponId: 1, stock: 4 });
    const requests = requestsOf(6, 1);
    await first.queue.add(requests);
    const end = new AbortController();
    const decided: RequestDecision[][] = [[], []];
    const working = processes.map(({ work }, nth) =>
      work({
        member: `poller-${nth}`,
        signal: end.signal,
        onDecided: (decisions) => {
          expect(decisions).toHaveLength(1);
          decided[nth]?.push(...decisions);
        },
      }),
    );
    await allDecided(
      first.ledger,
      requests.map(({ requestId }) => requestId),
    );
    end.abort();
    await Promise.all(working);
    expect(decided.filter((decisions) => decisions.length > 0)).toHaveLength(1);
    expect(decided.flat().map(({ userId, outcome }) => [userId, outcome])).toEqual(
      requests.map(({ userId }, nth) => [userId, nth < 4 ? 'SUCCESS' : 'OUT_OF_STOCK']),
    );
  });
});
