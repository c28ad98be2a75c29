import {
  formatReport,
  simulate,
  writeTape,
  type ExplorationBounds,
  type SimulateOptions,
} from '@foldmart/simulator';
import { describe, expect, it } from 'vitest';
import { raceWorld, rareRefusals } from './support/race-world.js';

const exhaustive: SimulateOptions = {
  strategy: 'exhaustive',
  faults: rareRefusals,
  workMs: 3_000,
  shrinkRuns: 20,
  bounds: { switches: 1 },
};

describe('the strategy exhaustive', { timeout: 120_000 }, () => {
  it('finds a race that a hundred seeds miss', async () => {
    const seeds = { ...exhaustive, strategy: 'random', seeds: 100 } as const;
    expect((await simulate(raceWorld(), seeds)).failure).toBeUndefined();
    const report = await simulate(raceWorld(), exhaustive);
    expect(report.failure?.oracle).toBe('the last copy is paid for once');
    expect(formatReport(report)).toMatch(
      /^race: \d+ schedules, the last one failed\nexhaustive up to depth \d+ with at most 1 fault and 1 switch: stopped\n/,
    );
  });

  it('runs everything within its bounds once, and says that nothing is left', async () => {
    const runs = new Set<string>();
    const report = await simulate(raceWorld({ isFixed: true }), {
      ...exhaustive,
      onRun: (_seed, { tape }) => runs.add(writeTape({ world: 'race', tape })),
    });
    expect(report.failure).toBeUndefined();
    expect(report.explored).toMatchObject({ isComplete: true, schedules: runs.size });
    expect(runs.size).toBeGreaterThan(100);
    expect(formatReport(report)).toContain('1 fault and 1 switch: no run has more decisions');
  });

  it('says which bound ended it', async () => {
    const textOf = async (bounds: Partial<ExplorationBounds>): Promise<string> =>
      formatReport(await simulate(raceWorld({ isFixed: true }), { ...exhaustive, bounds }));
    expect(await textOf({ depth: 4 })).toContain(
      'exhaustive up to depth 4 with at most 1 fault and 2 switches: the bound of the depth',
    );
    expect(await textOf({ schedules: 50, faults: 2 })).toMatch(
      /50 schedules, nothing failed\nexhaustive up to depth \d with at most 2 faults and 2 switches: the bound of 50 schedules/,
    );
  });

  it.each([{ depth: -1 }, { faults: 0.5 }, { switches: Number.NaN }, { schedules: 0 }])(
    'refuses the bounds %o',
    async (bounds) => {
      await expect(simulate(raceWorld(), { ...exhaustive, bounds })).rejects.toThrow(
        `bounds.${Object.keys(bounds)[0] ?? ''} is`,
      );
    },
  );
});
