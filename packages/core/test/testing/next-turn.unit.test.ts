import { describe, expect, it } from 'vitest';
import { nextTurnBy, type TurnTimers } from '../../src/testing/next-turn.js';

const { setImmediate, setTimeout, MessageChannel } = globalThis;
const runtimes: [string, TurnTimers][] = [
  ['setImmediate', { setImmediate, MessageChannel, setTimeout: slower }],
  ['MessageChannel', { MessageChannel, setTimeout: slower }],
  ['setTimeout', { setTimeout }],
];

function slower(): never {
  throw new Error('There is a faster way.');
}

describe.each(runtimes)('the next turn by %s', (_, timers) => {
  const nextTurn = nextTurnBy(timers);

  it('starts after all pending promise callbacks', async () => {
    const seen: string[] = [];
    const chain = async (): Promise<void> => {
      for (let link = 0; link < 100; link += 1) await Promise.resolve();
      seen.push('promises');
    };
    const turn = new Promise<void>((resolve) => {
      nextTurn(() => {
        seen.push('turn');
        resolve();
      });
    });
    void chain();
    expect(seen).toStrictEqual([]);
    await turn;
    expect(seen).toStrictEqual(['promises', 'turn']);
  });

  it('serves callers in the order in which they asked', async () => {
    const seen: number[] = [];
    const turns = Array.from(
      { length: 20 },
      (_, asked) =>
        new Promise<void>((resolve) => {
          nextTurn(() => {
            seen.push(asked);
            resolve();
          });
        }),
    );
    await Promise.all(turns);
    expect(seen).toStrictEqual([...seen.keys()]);
    expect(seen).toHaveLength(20);
  });
});
