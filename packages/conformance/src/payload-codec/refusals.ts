import assert from 'node:assert/strict';
import { isValidationError, type ReadPayload } from '@foldmart/core';
import fc from 'fast-check';
import type { ConformanceCase } from '../suite.js';
import type { PayloadCodecHarness } from './codec-harness.js';
import { messageWith, readBy, written } from './codec-messages.js';
import { jobClosed, jobEvent, workshop } from './workshop.js';

export const refusalCases: readonly ConformanceCase<PayloadCodecHarness>[] = [
  {
    name: 'a body in plain JSON is reported as such',
    async run(harness) {
      const codec = await harness.open(workshop);
      const body = JSON.stringify({ event_type: 'job_closed', data: { job: '7', hours: 3 } });
      const detail = assertReported(await readBy(codec, messageWith(body)), 'malformed');
      assert.match(detail, /JSON/, 'the detail does not say that the body is JSON');
    },
  },
  {
    name: 'a body without bytes, and every beginning of a body, are reported',
    async run(harness) {
      const codec = await harness.open(workshop);
      const event = jobEvent({ job: '7', hours: 300 }, jobClosed.type);
      const { value, headers } = await written(codec, event);
      for (let length = 0; length < (value?.length ?? 0); length += 1) {
        const cut = messageWith(value?.slice(0, length) ?? null, headers);
        const read = await readBy(codec, cut);
        const isWhole = read.ok && read.data['job'] === '7' && read.data['hours'] === 300;
        assert.equal(isWhole, false, `${String(length)} bytes were read as the whole event`);
      }
      assertReported(await readBy(codec, messageWith(new Uint8Array())), 'malformed');
    },
  },
  {
    name: 'no body makes the codec throw',
    async run(harness) {
      const codec = await harness.open(workshop);
      const event = jobEvent({ job: '7', hours: 3 }, jobClosed.type);
      const { value } = await written(codec, event);
      const head = value?.slice(0, 5) ?? new Uint8Array();
      const bodies = fc
        .uint8Array({ maxLength: 40 })
        .map((tail) => Uint8Array.from([...head, ...tail]));
      await fc.assert(
        fc.asyncProperty(fc.oneof(bodies, fc.constant(new Uint8Array([0]))), async (body) => {
          await readBy(codec, messageWith(body));
        }),
        { numRuns: 100 },
      );
    },
  },
  {
    name: 'a body whose schema does not exist is reported as of an unknown schema',
    async run(harness) {
      const codec = await harness.open(workshop);
      const message = messageWith(harness.bodyOfUnknownSchema());
      assertReported(await readBy(codec, message), 'unknown-schema');
    },
  },
  {
    name: 'what follows a body that cannot be read is read',
    async run(harness) {
      const codec = await harness.open(workshop);
      const event = jobEvent({ job: '7', hours: 3 }, jobClosed.type);
      const good = await written(codec, event);
      const messages = [messageWith('{}'), messageWith(harness.bodyOfUnknownSchema()), good];
      const read = await Promise.all(messages.map((message) => readBy(codec, message)));
      assert.deepEqual(
        read.map(({ ok }) => ok),
        [false, false, true],
      );
    },
  },
  {
    name: 'data that does not fit the schema of its body is refused',
    async run(harness) {
      const codec = await harness.open(workshop);
      const event = jobEvent({ job: '7', hours: 'three' }, jobClosed.type);
      await codec.writing.prepare([event]);
      const isRefused = await isRefusedBy(() => codec.write(event));
      assert.ok(isRefused, 'it was written');
    },
  },
];

/** Formats that keep JSON as it is leave it to the event's own schema. */
async function isRefusedBy(write: () => { readonly value: string | Uint8Array }): Promise<boolean> {
  try {
    const { value } = write();
    return new TextDecoder().decode(value as Uint8Array).includes('"three"');
  } catch (error) {
    if (!isValidationError(error)) throw error;
    return true;
  }
}

function assertReported(
  read: ReadPayload,
  reason: Extract<ReadPayload, { readonly ok: false }>['reason'],
): string {
  assert.ok(!read.ok, 'it was read');
  assert.equal(read.reason, reason);
  assert.ok(read.detail.length > 10, 'the detail says nothing');
  return read.detail;
}
