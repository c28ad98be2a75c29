import { PortError, type Database, type ProjectionState } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { BacklogReader } from '../../src/observation/backlog-reader.js';
import type { Runtime } from '../../src/runtime/runtime.js';

/** A database in which counting takes a while, and one projection that has read nothing yet. */
function scene(
  countMs: number,
  states: readonly Pick<ProjectionState, 'name' | 'position'>[] = [],
) {
  const clock = new VirtualClock();
  let counts = 0;
  const failures: Error[] = [];
  const database = {
    projections: { states: async () => states },
    events: {
      async count() {
        counts += 1;
        await clock.sleep(countMs);
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        return counts;
      },
    },
  };
  const runtime = {
    clock,
    projections: ['sales', ...states.map(({ name }) => name)].map((name) => ({
      name,
      mode: 'async',
    })),
    inspect: async () => database as unknown as Database,
  };
  const reader = new BacklogReader(runtime as unknown as Runtime);
  return { clock, reader, failures, counts: () => counts };
}

async function readEverySecond(
  { clock, reader }: ReturnType<typeof scene>,
  times: number,
): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const [sales] = await clock.drive(reader.read());
    seen.push(sales?.behind ?? -1);
    await clock.drive(clock.sleep(1_000));
  }
  return seen;
}

describe('the backlog of projections', () => {
  it('is counted each time if that is quick', async () => {
    expect(await readEverySecond(scene(5), 4)).toEqual([1, 2, 3, 4]);
  });

  it('takes a tenth of the time at most, and is not waited for again', async () => {
    const slow = scene(2_000);
    const seen = await readEverySecond(slow, 45);
    expect(slow.counts()).toBeLessThanOrEqual(4);
    expect(seen[0]).toBe(1);
    expect(seen.at(-1)).toBeGreaterThan(1);
    const startedAt = slow.clock.monotonic();
    await slow.clock.drive(slow.reader.read());
    expect(slow.clock.monotonic() - startedAt).toBe(0);
  });

  it('is counted once for projections at the same position', async () => {
    const { clock, reader, counts } = scene(5, [
      { name: 'grades', position: undefined },
      { name: 'spending', position: '1/7/3' },
      { name: 'activity', position: '1/7/3' },
    ]);
    expect(await clock.drive(reader.read())).toEqual(
      ['sales', 'grades', 'spending', 'activity'].map((name) => ({ name, behind: 2 })),
    );
    expect(counts()).toBe(2);
  });

  it('tells a failure, and counts again', async () => {
    const failing = scene(5);
    failing.failures.push(
      new PortError({
        port: 'event-store',
        operation: 'count',
        reason: 'unavailable',
        message: 'Postgres is away',
      }),
    );
    await expect(failing.clock.drive(failing.reader.read())).rejects.toThrow('Postgres is away');
    expect(await readEverySecond(failing, 1)).toEqual([2]);
  });
});
