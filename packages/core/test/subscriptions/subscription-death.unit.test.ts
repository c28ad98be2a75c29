import { describe, expect, it } from 'vitest';
import { MortalProcess } from '../support/mortal-process.js';
import { notedIds } from '../support/noted-log.js';
import {
  checkpointIs,
  dependenciesOf,
  openLog,
  recorder,
  subscribe,
} from '../support/subscription-scene.js';

/** The events that a process that crashes at a point, and a standby, have handled together. */
async function surviveDeathAt(point: number): Promise<{ seen: string[]; hasDied: boolean }> {
  const log = openLog();
  await log.note(8);
  const { seen, handler } = recorder();
  const instance = log.open();
  const process = new MortalProcess(point, () => instance.crash());
  const mortal = dependenciesOf(log, instance);
  const { handle } = process.port({ handle: handler });
  const dependencies = {
    store: process.port(mortal.store),
    checkpoints: process.port(mortal.checkpoints),
    locks: process.port(mortal.locks),
  };
  const options = { idlePollMs: 1_000 };
  void subscribe(log, handle, { dependencies, options });
  log.clock.schedule(4_000, () => void log.note(3));
  await log.clock.drive(log.clock.sleep(1));
  await log.clock.drive(subscribe(log, handler, { options, untilMs: 30_000 }));
  await checkpointIs(log, 'e-11');
  return { seen, hasDied: process.isDead };
}

describe('a durable subscription that crashes at any point', () => {
  it('delivers every event in order after it runs again, and one page twice at most', async () => {
    let point = 0;
    for (let hasDied = true; hasDied;) {
      point += 1;
      const outcome = await surviveDeathAt(point);
      ({ hasDied } = outcome);
      const { seen } = outcome;
      const firstTimes = seen.filter((id, index) => seen.indexOf(id) === index);
      expect(firstTimes).toStrictEqual(notedIds(1, 11));
      expect(seen.length - firstTimes.length).toBeLessThanOrEqual(hasDied ? 3 : 0);
    }
    expect(point).toBeGreaterThan(30);
  });
});
