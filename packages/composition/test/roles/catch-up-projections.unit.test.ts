import { noTelemetry, type Projection, type StoredEvent } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { catchUpProjections } from '../../src/roles/follow-projections.js';
import type { Runtime } from '../../src/runtime/runtime.js';

const sales: Projection = {
  name: 'sales',
  version: 1,
  mode: 'async',
  models: [],
  handles: ['sold'],
  project: () => [],
};

/** A log of sixty events, of which a projection reads one in a second. */
function scene() {
  const clock = new VirtualClock();
  let projected = 0;
  const event = { type: 'noted', position: '1/1/1' } as StoredEvent;
  const database = {
    events: { readAll: async () => ({ events: projected < 60 ? [event] : [], next: '1/1/1' }) },
    projections: {
      states: async () => [],
      checkpoint: async () => undefined,
      async advance() {
        await clock.sleep(1_000);
        projected += 1;
        return true;
      },
    },
  };
  const runtime = {
    ...{ clock, projections: [sales], telemetry: noTelemetry },
    database: async () => database,
  } as unknown as Runtime;
  const stop = new AbortController();
  return { clock, stop, runtime, projected: () => projected };
}

describe('catching up with projections', () => {
  it('ends ten seconds after it is stopped', async () => {
    const { clock, stop, runtime, projected } = scene();
    clock.schedule(5_500, () => stop.abort());
    await clock.drive(catchUpProjections(runtime, stop.signal));
    expect([clock.monotonic(), projected()]).toEqual([16_000, 16]);
  });

  it('takes ten seconds if it was stopped before', async () => {
    const { clock, stop, runtime, projected } = scene();
    stop.abort();
    await clock.drive(catchUpProjections(runtime, stop.signal));
    expect([clock.monotonic(), projected()]).toEqual([10_000, 10]);
  });

  it.each([
    ['nothing can stop it', undefined],
    ['nothing stops it', new AbortController().signal],
  ])('goes to the end of the log if %s', async (_what, stopped) => {
    const { clock, runtime, projected } = scene();
    await clock.drive(catchUpProjections(runtime, stopped));
    expect([clock.monotonic(), projected()]).toEqual([60_000, 60]);
  });
});
