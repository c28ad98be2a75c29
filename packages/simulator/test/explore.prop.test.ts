import { fc, it } from '@fast-check/vitest';
import { expect } from 'vitest';
import { boundsOf, explore } from '../src/run/explore.js';
import type { RunResult } from '../src/run/run-result.js';
import { ExhaustiveSource } from '../src/tape/exhaustive-source.js';

type Question = { readonly kind: 'fault' | 'order' | 'choice'; readonly count: number };

/** Questions of a run; what is asked depends on the answers before: an answer other than 0 skips the next question. */
const questions: fc.Arbitrary<readonly Question[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('fault', 'order', 'choice'),
    count: fc.integer({ min: 2, max: 3 }),
  }),
  { maxLength: 6 },
);

function answersOf(asked: readonly Question[], answer: (question: Question) => number): string {
  const answers: string[] = [];
  for (let place = 0; place < asked.length; place += 1) {
    const question = asked[place];
    if (question === undefined) break;
    const chosen = answer(question);
    answers.push(`${question.kind} ${String(chosen)}`);
    if (chosen !== 0) place += 1;
  }
  return answers.join();
}

/** Every run within the bounds, by recursion. */
function everyRun(asked: readonly Question[], faults: number, switches: number): Set<string> {
  const all = new Set<string>();
  const extend = (given: readonly number[]): void => {
    let place = 0;
    let counts: readonly number[] = [];
    let spent = { fault: 0, order: 0, choice: 0 };
    const run = answersOf(asked, ({ kind, count }) => {
      const chosen = given[place] ?? 0;
      place += 1;
      counts = [...counts, count];
      if (chosen !== 0) spent = { ...spent, [kind]: spent[kind] + 1 };
      return chosen;
    });
    if (spent.fault > faults || spent.order > switches) return;
    all.add(run);
    for (let at = given.length; at < counts.length; at += 1) {
      const padded = Array.from({ length: at }, (_, index) => given[index] ?? 0);
      for (let other = 1; other < (counts[at] ?? 0); other += 1) extend([...padded, other]);
    }
  };
  extend([]);
  return all;
}

it.prop([questions, fc.nat(2), fc.nat(2)])(
  'every run within the bounds is run once',
  async (asked, faults, switches) => {
    const runs: string[] = [];
    const explored = await explore(1, {
      bounds: boundsOf({ faults, switches }),
      attempt: async (tape) => {
        const source = new ExhaustiveSource(tape);
        const weights = [1, 1, 1];
        let index = 0;
        const run = answersOf(asked, ({ kind, count }) => {
          index += 1;
          if (kind === 'fault') return source.fault('lane', index, weights.slice(0, count));
          if (kind === 'order')
            return source.next('lane', index, weights.slice(0, count).map(String));
          return source.pick('lane', index, count);
        });
        runs.push(run);
        return { result: { failure: undefined } as RunResult, branches: source.branches };
      },
    });
    expect(explored.isComplete).toBe(true);
    expect(new Set(runs).size).toBe(runs.length);
    expect(new Set(runs)).toEqual(everyRun(asked, faults, switches));
  },
);
