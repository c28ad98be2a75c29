import { PortError } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { Section } from '../../src/observation/section.js';

const away = new PortError({
  port: 'event-store',
  operation: 'states',
  reason: 'unavailable',
  message: 'Postgres is away',
});

describe('a section of a monitor', () => {
  it('keeps its last value while the service is away', async () => {
    const answers: (() => Promise<number>)[] = [
      () => Promise.resolve(1),
      () => Promise.reject(away),
      () => Promise.resolve(3),
    ];
    const section = new Section(new VirtualClock(), () => (answers.shift() ?? fail)());
    const seen = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await section.refresh(1_000);
      seen.push([section.value, section.trouble]);
    }
    expect(seen).toEqual([
      [1, undefined],
      [1, 'Postgres is away'],
      [3, undefined],
    ]);
  });

  it('does not wait for a service that is silent, and asks it once', async () => {
    const clock = new VirtualClock();
    let asked = 0;
    const section = new Section(clock, () => {
      asked += 1;
      return new Promise<number>(() => undefined);
    });
    for (let turn = 0; turn < 3; turn += 1) await clock.drive(section.refresh(1_000));
    expect({ asked, trouble: section.trouble }).toEqual({ asked: 1, trouble: 'no answer yet' });
  });

  it('hides no defect', async () => {
    const section = new Section(new VirtualClock(), () => Promise.reject(new TypeError('x')));
    await expect(section.refresh(1_000)).rejects.toThrow(TypeError);
  });
});

const fail = (): Promise<number> => Promise.reject(new Error('asked too often'));
