import { simulate } from '@foldmart/simulator';
import { simulate as simulation } from '@foldmart/simulator/vitest';
import { describe, expect, it } from 'vitest';
import { tillWorld } from './support/till-world.js';

const short = { workMs: 10_000 };

describe('a rolling upgrade', { timeout: 120_000 }, () => {
  it('loses nothing: old programs park what is too new, and a replay brings it in', async () => {
    const letters: string[] = [];
    const { failure } = await simulate(tillWorld(), {
      ...short,
      seeds: 50,
      onRun: (_seed, { log: { entries } }) => {
        for (const { what, detail } of entries) if (what === 'replays') letters.push(detail);
      },
    });
    expect(failure).toBeUndefined();
    expect(letters).not.toEqual([]);
  });

  simulation.test(
    'that raises the version of inline rows loses nothing',
    tillWorld({ rebuilds: true }),
    {
      ...short,
      seeds: 20,
      checksRepeat: true,
    },
  );
});
