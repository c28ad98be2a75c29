import { describe, expect, it } from 'vitest';
import { sha256, systemClock, systemIds, systemRandom } from '@foldmart/node';

describe('the system clock', () => {
  it('sleeps until the delay is over, or the signal aborts', async () => {
    const startedAt = systemClock.monotonic();
    await systemClock.sleep(20);
    expect(systemClock.monotonic() - startedAt).toBeGreaterThanOrEqual(19);
    const stop = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, stop.signal);
    stop.abort();
    await sleeping;
    await systemClock.sleep(3_600_000, stop.signal);
  });

  it('runs a scheduled task once, and not after it was cancelled', async () => {
    const ran: string[] = [];
    const cancel = systemClock.schedule(1, () => ran.push('cancelled'));
    cancel();
    await new Promise<void>((resolve) => {
      systemClock.schedule(5, () => {
        ran.push('due');
        resolve();
      });
    });
    expect(ran).toEqual(['due']);
  });
});

describe('ids, randomness and digests', () => {
  it('gives ids that differ and numbers from 0 up to 1', () => {
    const ids = Array.from({ length: 1_000 }, () => systemIds.next());
    expect(new Set(ids).size).toBe(1_000);
    const number = systemRandom.next();
    expect(number >= 0 && number < 1).toBe(true);
  });

  it('gives ids that begin with the time, as UUIDs of version 7 do', () => {
    const before = Date.now();
    const id = systemIds.next();
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const time = parseInt(id.replace('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('digests text as SHA-256 does', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
