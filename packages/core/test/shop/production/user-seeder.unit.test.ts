import { describe, expect, it } from 'vitest';
import { runProducerIn } from '../../support/producer-run.js';

const kinds = ['users'] as const;
const users = { kinds: [...kinds] };

describe('a producer of users alone', () => {
  it.each([{}, { rate: 50 }, { rate: 'max' as const }])(
    'ends with the last requested user, at the pace %o',
    async (pace) => {
      const { result, published, progress } = await runProducerIn({
        settings: { ...users, ...pace, userLimit: 23 },
      });
      expect(result).toEqual({ orders: 0, products: 0, users: 23, unconfirmed: 0 });
      expect(published.map(({ type }) => type)).toEqual(Array(23).fill('user_created'));
      expect(progress.at(-1)).toMatchObject({ kind: 'users', total: 23 });
    },
  );

  it('needs nothing to pick from', async () => {
    const pick = (): never => {
      throw new Error('a cache was asked');
    };
    const { result } = await runProducerIn({ settings: { ...users, userLimit: 5 }, pick });
    expect(result.users).toBe(5);
  });

  it('publishes the users of its seed, whatever its pace, as a producer of everything does', async () => {
    const limited = { ...users, userLimit: 40 };
    const paced = await runProducerIn({ settings: limited });
    const fast = await runProducerIn({ settings: { ...limited, rate: 'max', maxInFlight: 3 } });
    const everything = await runProducerIn({ settings: { userLimit: 40 } });
    const other = await runProducerIn({ settings: limited, seed: 8 });
    expect(fast.published).toEqual(paced.published);
    expect(everything.published.filter(({ type }) => type === 'user_created')).toEqual(
      paced.published,
    );
    const ids = new Set(paced.published.map(({ id }) => id));
    expect(other.published.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('publishes none if none are requested', async () => {
    const { result, tookMs } = await runProducerIn({ settings: { ...users, userLimit: 0 } });
    expect(result.users).toBe(0);
    expect(tookMs).toBe(0);
  });
});
