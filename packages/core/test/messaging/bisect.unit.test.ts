import { describe, expect, it } from 'vitest';
import { bisect } from '../../src/messaging/bisect.js';

const fault = new Error('a bad item');

/** A step that fails if it is given one of `bad`, and records what it is given. */
function stepFailingAt(bad: readonly number[]) {
  const calls: (readonly number[])[] = [];
  const take = async (items: readonly number[]): Promise<number> => {
    calls.push(items);
    if (items.some((item) => bad.includes(item))) throw fault;
    return items.length;
  };
  return { calls, take };
}

async function partsOf(
  items: readonly number[],
  take: (items: readonly number[]) => Promise<number>,
  mayBeFaultOfItem: (error: unknown) => boolean = () => true,
) {
  const parts = [];
  for await (const part of bisect(items, take, mayBeFaultOfItem)) parts.push(part);
  return parts;
}

describe('a bisected list', () => {
  it('is taken in one step if nothing fails', async () => {
    const { calls, take } = stepFailingAt([]);
    const items = [1, 2, 3];
    expect(await partsOf(items, take)).toEqual([{ kind: 'taken', items, result: 3 }]);
    expect(calls).toEqual([items]);
  });

  it('takes no step if it is empty', async () => {
    const { calls, take } = stepFailingAt([]);
    expect(await partsOf([], take)).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('is halved down to each item that fails, in order, and the rest is taken', async () => {
    const { calls, take } = stepFailingAt([3, 5]);
    expect(await partsOf([1, 2, 3, 4, 5], take)).toEqual([
      { kind: 'taken', items: [1, 2], result: 2 },
      { kind: 'failed', item: 3, error: fault },
      { kind: 'taken', items: [4], result: 1 },
      { kind: 'failed', item: 5, error: fault },
    ]);
    expect(calls).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [1, 2], [3], [4, 5], [4], [5]]);
  });

  it('takes no further step when its caller stops', async () => {
    const { calls, take } = stepFailingAt([1]);
    for await (const part of bisect([1, 2, 3], take, () => true)) {
      if (part.kind === 'failed') break;
    }
    expect(calls).toEqual([[1, 2, 3], [1, 2], [1]]);
  });

  it('rejects with an error that is no item’s fault', async () => {
    const { calls, take } = stepFailingAt([2]);
    await expect(partsOf([1, 2], take, (error) => error !== fault)).rejects.toBe(fault);
    expect(calls).toEqual([[1, 2]]);
  });
});
