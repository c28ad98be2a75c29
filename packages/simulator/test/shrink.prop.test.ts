import { fc, it } from '@fast-check/vitest';
import { expect } from 'vitest';
import { shrink } from '../src/run/shrink.js';
import { tapeLength, type Tape } from '../src/tape/tape.js';

const decided = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 9 }));
const lane = fc.uniqueArray(decided, { selector: ([index]) => index, maxLength: 30 });
const tapes = fc.record({ a: lane, b: lane, c: lane }).map((lanes): Tape => ({ seed: 1, lanes }));

function has({ lanes }: Tape, name: string, index: number): boolean {
  return (lanes[name] ?? []).some(([place]) => place === index);
}

it.prop([tapes, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })])(
  'a tape shrinks to the decisions that the failure needs',
  async (tape, first, second) => {
    const lanes = {
      ...tape.lanes,
      a: withDecision(tape, 'a', first),
      b: withDecision(tape, 'b', second),
    };
    const found = await shrink(
      { seed: 1, lanes },
      {
        runs: 1_000,
        attempt: async (candidate) =>
          has(candidate, 'a', 7) && has(candidate, 'b', 9) ? { tape: candidate } : undefined,
      },
    );
    const shortest = found?.tape ?? { seed: 1, lanes };
    expect(tapeLength(shortest)).toBe(2);
    expect(has(shortest, 'a', 7) && has(shortest, 'b', 9)).toBe(true);
  },
);

function withDecision({ lanes }: Tape, name: 'a' | 'b', number: number) {
  const index = name === 'a' ? 7 : 9;
  return [...(lanes[name] ?? []).filter(([place]) => place !== index), [index, number] as const];
}
