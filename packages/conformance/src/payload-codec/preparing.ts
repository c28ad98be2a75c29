import assert from 'node:assert/strict';
import { isPortError, isRetryableError } from '@foldmart/core';
import type { ConformanceCase } from '../suite.js';
import type { PayloadCodecHarness } from './codec-harness.js';
import { messageWith, readBy, written } from './codec-messages.js';
import { jobClosed, jobEvent, workshop } from './workshop.js';

const event = jobEvent({ job: '7', hours: 3 }, jobClosed.type);

export const preparingCases: readonly ConformanceCase<PayloadCodecHarness>[] = [
  {
    name: 'what is not prepared is not written and not read: the error can be retried',
    async run(harness) {
      const message = await written(await harness.open(workshop), event);
      const codec = await harness.open(workshop);
      assert.equal(codec.writing.isReady([event]), false);
      assertRetryable(() => codec.write(event));
      assert.equal(codec.reading.isReady([message]), false);
      assertRetryable(() => codec.read(message));
    },
  },
  {
    name: 'what is prepared once stays ready, and needs no further request',
    async run(harness) {
      const codec = await harness.open(workshop);
      const message = await written(codec, event);
      await readBy(codec, message);
      const before = harness.requests();
      await codec.writing.prepare([event, event]);
      await readBy(codec, message);
      assert.equal(harness.requests(), before);
      assert.ok(codec.writing.isReady([event]) && codec.reading.isReady([message, message]));
    },
  },
  {
    name: 'concurrent preparations of one schema make one request',
    async run(harness) {
      const message = await written(await harness.open(workshop), event);
      const codec = await harness.open(workshop);
      const before = harness.requests();
      await Promise.all(
        Array.from({ length: 20 }, () => codec.reading.prepare([message, message])),
      );
      assert.equal(harness.requests() - before, 1);
    },
  },
  {
    name: 'while the registry is away, preparing rejects and can be retried; it succeeds afterwards',
    async run(harness) {
      const message = await written(await harness.open(workshop), event);
      const codec = await harness.open(workshop);
      harness.interrupt();
      await assertRejectsRetryable(codec.reading.prepare([message]));
      await assertRejectsRetryable(codec.writing.prepare([event]));
      assertRetryable(() => codec.read(message));
      harness.restore();
      assert.equal((await readBy(codec, message)).ok, true);
      assert.deepEqual((await written(codec, event)).value, message.value);
    },
  },
  {
    name: 'while the registry is away, what is prepared is written and read',
    async run(harness) {
      const codec = await harness.open(workshop);
      const message = await written(codec, event);
      await readBy(codec, message);
      harness.interrupt();
      assert.deepEqual((await written(codec, event)).value, message.value);
      assert.equal((await readBy(codec, message)).ok, true);
      harness.restore();
    },
  },
  {
    name: 'a message without a readable schema id needs no preparation',
    async run(harness) {
      const codec = await harness.open(workshop);
      harness.interrupt();
      for (const body of ['{}', new Uint8Array(), null]) {
        assert.equal(codec.reading.isReady([messageWith(body)]), true);
      }
      harness.restore();
    },
  },
];

function assertRetryable(work: () => unknown): void {
  assert.throws(work, (error) => isPortError(error) && isRetryableError(error));
}

async function assertRejectsRetryable(work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => isPortError(error) && isRetryableError(error));
}
