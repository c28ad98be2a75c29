import { readTape, replay, simulate, writeTape, type RunResult } from '@foldmart/simulator';
import { couponWorld } from '@foldmart/simulator/shop';
import { describe, expect, it } from 'vitest';
import { libraryWorld } from './support/library-world.js';
import { ledgerWorld } from './support/ledger-world.js';

const short = { workMs: 5_000 };

async function runOf(seed: number): Promise<RunResult> {
  let found: RunResult | undefined;
  const onRun = (_seed: number, result: RunResult): void => void (found = result);
  await simulate(couponWorld(), { ...short, seeds: 1, firstSeed: seed, onRun });
  if (found === undefined) throw new Error('nothing was run');
  return found;
}

describe('a run', () => {
  it('is the same for the same seed, and another for another', async () => {
    const [one, again, other] = [await runOf(3), await runOf(3), await runOf(4)];
    expect(again.log.entries).toEqual(one.log.entries);
    expect(other.log.hash()).not.toBe(one.log.hash());
  });

  it('is repeated by its tape, also from a file', async () => {
    const { tape, log } = await runOf(5);
    const kept = readTape(writeTape({ world: 'coupons', tape }));
    expect(kept).toEqual({ world: 'coupons', tape });
    const again = await replay(couponWorld(), kept.tape, short);
    expect(again.log.entries).toEqual(log.entries);
  });

  it('has no fault on an empty tape', async () => {
    const { coverage, failure } = await replay(libraryWorld(), { seed: 1, lanes: {} }, short);
    expect(failure).toBeUndefined();
    expect(coverage.faultPoints).toBe(0);
  });

  it('that differs from its repetition is a failure', async () => {
    let runs = 0;
    const restless = ledgerWorld({
      worker: async (_store, { tell }) => tell('is in run', String((runs += 1))),
    });
    const { failure } = await simulate(restless, { ...short, seeds: 1, checksRepeat: true });
    expect(failure?.oracle).toBe('equal seeds give equal runs');
    expect(failure?.detail).toContain('"is in run"');
    const options = { ...short, strategy: 'exhaustive', checksRepeat: true } as const;
    const { failure: explored } = await simulate(restless, options);
    expect(explored?.oracle).toBe('equal seeds give equal runs');
  });
});

it.each([
  { seeds: Number.NaN },
  { seeds: 0 },
  { firstSeed: 0.5 },
  { workMs: -1 },
  { inspectEvery: 0 },
])('a simulation with %o is refused, and does not pass', async (options) => {
  const [name = ''] = Object.keys(options);
  await expect(simulate(ledgerWorld({}), options)).rejects.toThrow(`${name} is`);
});

describe('a text that is no tape', () => {
  it.each([
    ['', 'Unexpected end of JSON input'],
    ['[]', 'its format is undefined, not foldmart-tape-1'],
    ['{"format":"foldmart-tape-1"}', 'it names no world'],
    ['{"format":"foldmart-tape-1","world":"a","seed":0.5}', 'its seed is no whole number'],
    ['{"format":"foldmart-tape-1","world":"a","seed":1}', 'it has no lanes'],
    [
      '{"format":"foldmart-tape-1","world":"a","seed":1,"lanes":{"x":[[1]]}}',
      'lane x is no list of [index, number]',
    ],
  ])('%s says why', (text, why) => {
    expect(() => readTape(text)).toThrow(`This is no tape of a simulation: ${why}.`);
  });
});
