import { PortError, type LogFields, type Logger, type PortErrorReason } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outages } from '../../src/outages/outages.js';
import { watchPort } from '../../src/outages/watch-port.js';
import { withoutOutageDetails } from '../../src/outages/without-outage-details.js';

let clock: VirtualClock;
let lines: string[];
let outages: Outages;
let logger: Logger;

beforeEach(() => {
  clock = new VirtualClock();
  lines = [];
  const write =
    (level: string) =>
    (message: string, { error }: LogFields = {}): void => {
      lines.push(`${level} ${message}${error instanceof Error ? `: ${error.message}` : ''}`);
    };
  const all = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const settings = { queueType: 'kafka', cacheType: 'redis', databaseType: 'postgres' };
  outages = new Outages(settings, { clock, logger: all });
  logger = withoutOutageDetails(all, outages);
});

function failure(reason: PortErrorReason, port = 'event-store', cause?: Error): PortError {
  return new PortError({
    port,
    operation: 'ingest',
    reason,
    message: 'nothing listens there',
    ...(cause === undefined ? {} : { cause }),
  });
}

const refused = failure('unavailable');

/** A call to the database that fails as often as the outage lasts. */
async function ingest(error?: Error): Promise<void> {
  const { database } = outages;
  if (database === undefined) throw new Error('the database is not watched');
  const port = { ingest: () => (error === undefined ? Promise.resolve() : Promise.reject(error)) };
  await watchPort(port, database)
    .ingest()
    .catch(() => undefined);
}

describe('an outage', () => {
  it('has one line at its start and one at its end, whatever fails and however often', async () => {
    for (let second = 0; second < 23; second += 1) {
      for (const batch of ['orders/0', 'orders/1', 'users/0']) {
        await ingest(refused);
        outages.batchWaits(batch, refused);
        logger.warn('a batch could not be persisted and is redelivered', { error: refused });
      }
      await clock.advance(1_000);
    }
    await ingest();
    expect(lines).toEqual([
      'warn Postgres unreachable, retrying, 3 batches wait: nothing listens there',
      'warn Postgres back after 23 s',
    ]);
  });

  it('is not what ends within a second: then the failures themselves are logged', async () => {
    await ingest(refused);
    logger.warn('a batch failed', { error: refused });
    await clock.advance(900);
    await ingest();
    await clock.advance(60_000);
    expect(lines).toEqual(['warn a batch failed: nothing listens there']);
  });

  it('of one service does not hide what happens to another', async () => {
    await ingest(refused);
    await clock.advance(2_000);
    const ofCache = failure('unavailable', 'entity-cache');
    logger.warn('the cache could not be refreshed', { error: ofCache });
    logger.warn('a defect', { error: new TypeError('x is undefined') });
    logger.error('a role failed', { error: refused });
    expect(lines.slice(1)).toEqual([
      'warn the cache could not be refreshed: nothing listens there',
      'warn a defect: x is undefined',
      'error a role failed: nothing listens there',
    ]);
  });

  it('does not count batches that were handled or given up', async () => {
    outages.batchWaits('orders/0', refused);
    outages.batchWaits('orders/1', refused);
    outages.batchLeaves('orders/0');
    await ingest(refused);
    await clock.advance(1_000);
    expect(lines[0]).toContain('retrying, 1 batch waits');
  });

  it('names a service that answers with errors unavailable, and one that is silent', async () => {
    const readOnly = Object.assign(new Error('read-only'), { code: '25006' });
    await ingest(failure('unavailable', 'event-store', readOnly));
    await clock.advance(1_000);
    await ingest();
    await ingest(failure('timeout'));
    await clock.advance(1_000);
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      'warn Postgres unavailable',
      'warn Postgres back after 1 s',
      'warn Postgres does not answer',
    ]);
  });

  it('is not a refusal, which is an answer', async () => {
    await ingest(refused);
    await ingest(failure('rejected'));
    await clock.advance(5_000);
    expect({ lines, open: outages.open() }).toEqual({ lines: [], open: [] });
  });

  it('can be asked for while it lasts', async () => {
    await ingest(refused);
    await clock.advance(3_000);
    expect(outages.open()).toEqual([{ service: 'Postgres', sinceMs: 3_000, error: refused }]);
  });

  it('is watched in services alone: what is in the process cannot be away', () => {
    const settings = { queueType: 'memory', cacheType: 'memory', databaseType: 'memory' };
    const none = new Outages(settings, { clock, logger });
    expect([none.queue, none.cache, none.database]).toEqual([undefined, undefined, undefined]);
  });
});
