import type { Projection } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../src/command-context.js';
import { sayingWhatLags } from '../src/saying-what-lags.js';

const sales = { name: 'sales', mode: 'async' } as Projection;

/** A command whose projection is far behind and never catches up. */
function scene() {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const lines: string[] = [];
  const database = {
    events: { count: async () => 740_258 },
    projections: { checkpoint: async () => undefined },
  };
  const context = {
    system: { clock, projections: [sales], database: async () => database },
    output: { progress: (line: string) => void lines.push(line) },
    signal: stop.signal,
  } as unknown as CommandContext;
  const wait = () =>
    clock.drive(
      sayingWhatLags(context, async (enough) => {
        await clock.sleep(60_000, enough);
      }),
    );
  return { clock, stop, lines, wait };
}

describe('a command that waits for projections', () => {
  it('leaves them to others ten seconds after it is stopped', async () => {
    const { clock, stop, lines, wait } = scene();
    clock.schedule(5_000, () => stop.abort());
    await wait();
    expect(clock.monotonic()).toBe(15_000);
    expect(lines[0]).toBe('queue is empty; waiting for projections: sales 740,258 events behind');
    expect(lines.at(-1)).toBe('stopping; waiting for projections: sales 740,258 events behind');
  });

  it('waits for ten seconds if it was stopped before', async () => {
    const { clock, stop, wait } = scene();
    stop.abort();
    await wait();
    expect(clock.monotonic()).toBe(10_000);
  });

  it('waits until they have caught up if nobody stops it', async () => {
    const { clock, wait } = scene();
    await wait();
    expect(clock.monotonic()).toBe(60_000);
  });
});
