import assert from 'node:assert/strict';
import type { StreamRange } from '@foldmart/core';
import { assertWholeLog, LogFollower } from '../event-store/log-follower.js';
import { envelopeOf } from '../event-store/stream-contents.js';
import { command, instanceOf, logOf, type StoreCommand } from './history.js';

/** The process reads a part of a stream. */
export function readStream(by: number, stream: string, range: StreamRange): StoreCommand {
  const text = `process ${by} reads ${stream} ${JSON.stringify(range)}`;
  return command(text, async ({ streams }, real) => {
    const streamId = `${real.prefix}${stream}`;
    const all = streams.get(streamId) ?? [];
    const slice = await instanceOf(real, by).events.readStream(streamId, range);
    assert.equal(slice.version, all.length);
    const { fromVersion = 1, toVersion = all.length, limit = all.length } = range;
    const part = all.slice(fromVersion - 1, toVersion);
    const inOrder = range.backwards === true ? part.reverse() : part;
    assert.deepEqual(slice.events.map(envelopeOf), inOrder.slice(0, limit));
  });
}

/** The process reads the history's part of the log, page by page. */
export function readLog(by: number, limit: number): StoreCommand {
  return command(`process ${by} reads the log by ${limit}`, async ({ streams }, real) => {
    const expected = [...streams.values()].flat();
    const follower = new LogFollower(logOf(real, by), limit, real.after);
    const log = await follower.readUntil(real.clock, expected.length);
    assertWholeLog(log, expected);
    for (const [streamId, events] of streams) {
      const inLog = log.filter((stored) => stored.streamId === streamId);
      assert.deepEqual(inLog.map(envelopeOf), events);
    }
  });
}

/** The process follows the log from its current end, or from the start of the history. */
export function subscribe(by: number, from: 'start' | 'end', limit: number): StoreCommand {
  const text = `process ${by} follows the log from its ${from} by ${limit}`;
  return command(text, async (_model, real) => {
    const { next } = await instanceOf(real, by).events.readEnd(0);
    const start = from === 'start' ? real.after : next;
    real.followers.push({ start, log: new LogFollower(logOf(real, by), limit, start) });
  });
}

/** Every follower reads a page. */
export function followOn(): StoreCommand {
  return command('all followers read a page', async (_model, real) => {
    for (const { log } of real.followers) await log.poll();
  });
}
