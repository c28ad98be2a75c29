import { describe, expect, it } from 'vitest';
import { waitForProjections, type ProjectionState } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';

const failure = { eventId: 'e', eventType: 'sold', position: '5.1', detail: 'no such book' };
const parked = { ...failure, parkedAt: '2026-02-03T14:30:00Z' };

describe('waiting for projections', () => {
  it('ends at once if all have reached the position, or there are none', async () => {
    const { clock, wait } = scene({ books: at('10.2'), readers: at('9.10') });
    await wait('9.9', ['books', 'readers']);
    await wait('99.1', []);
    expect(clock.monotonic()).toBe(0);
  });

  it('ends once the last one reaches it, and looks ever less often', async () => {
    const { clock, states, wait } = scene({ books: at('10.2'), readers: undefined });
    const looks: number[] = [];
    clock.schedule(1_000, () => states.set('readers', at('9.9')));
    const onLook = (): void => void looks.push(clock.monotonic());
    await clock.drive(wait('9.9', ['books', 'readers'], { onLook }));
    expect(looks).toStrictEqual([0, 5, 15, 35, 75, 155, 315, 515, 715, 915, 1_115]);
    expect(clock.monotonic()).toBe(1_115);
  });

  it('says which one is late, and where it is', async () => {
    const { clock, wait } = scene({ books: at('10.2'), readers: at('9.1') });
    await expect(
      clock.drive(wait('9.9', ['books', 'readers'], { timeoutMs: 500 })),
    ).rejects.toMatchObject({
      reason: 'timeout',
      isRetryable: true,
      operation: 'waitFor',
      message: 'Projection readers has not reached 9.9 within 500 ms: it is at 9.1.',
      hint: 'run the projections in a process, or wait longer',
    });
    await expect(clock.drive(wait('9.9', ['none'], { timeoutMs: 0 }))).rejects.toThrow(
      'Projection none has not reached 9.9 within 0 ms: it is before its first event.',
    );
  });

  it('fails at once for a projection that is parked before the position', async () => {
    const { clock, wait } = scene({ books: { ...at('4.9'), parked } });
    await expect(wait('9.9', ['books'])).rejects.toMatchObject({
      reason: 'rejected',
      message: 'Projection books does not reach 9.9: it is parked at event e (sold): no such book.',
      hint: 'fix the cause, then run: foldmart projections resume books; if its code had to change, raise its version',
    });
    await wait('4.9', ['books']);
    expect(clock.monotonic()).toBe(0);
  });

  it('ends when the signal aborts', async () => {
    const { clock, wait } = scene({ books: at('1.1') });
    const stop = new AbortController();
    clock.schedule(1_000, () => stop.abort());
    await clock.drive(wait('9.9', ['books'], { signal: stop.signal }));
    expect(clock.monotonic()).toBe(1_000);
  });
});

type Known = Pick<ProjectionState, 'position' | 'parked'>;

function at(position: string): Known {
  return { position, parked: undefined };
}

interface More {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onLook?: () => void;
}

function scene(known: Readonly<Record<string, Known | undefined>>) {
  const clock = new VirtualClock();
  const states = new Map(Object.entries(known));
  const store = {
    states: async () =>
      [...states].flatMap(([name, state]) =>
        state === undefined
          ? []
          : [{ name, version: 1, mode: 'async' as const, movedAt: '', ...state }],
      ),
  };
  return {
    clock,
    states,
    wait: (position: string, projections: readonly string[], more: More = {}) =>
      waitForProjections({ store, clock }, { position, projections, ...more }),
  };
}
