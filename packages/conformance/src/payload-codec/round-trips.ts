import assert from 'node:assert/strict';
import { jsonEqual, type Domain, type EventEnvelope, type ReadPayload } from '@foldmart/core';
import fc from 'fast-check';
import type { ConformanceCase } from '../suite.js';
import type { PayloadCodecHarness } from './codec-harness.js';
import { readBy, written } from './codec-messages.js';
import { jobClosed, jobData, jobEvent, workshop } from './workshop.js';

export const roundTripCases: readonly ConformanceCase<PayloadCodecHarness>[] = [
  {
    name: 'data comes back with every field and value, fields that no schema names included',
    run: (harness) =>
      assertRoundTrips(
        harness,
        workshop,
        jobData().map((data) => jobEvent(data)),
      ),
  },
  {
    name: 'the type of an event is known without headers',
    async run(harness) {
      const codec = await harness.open(workshop);
      const event = jobEvent({ job: '7', hours: 3 }, jobClosed.type);
      assertRead(await readBy(codec, { ...(await written(codec, event)), headers: {} }), event);
    },
  },
  {
    name: 'a header ce_type that names the event of the body is accepted, and another one is reported',
    async run(harness) {
      const codec = await harness.open(workshop);
      const event = jobEvent({ job: '7', hours: 3 }, jobClosed.type);
      assertRead(
        await readBy(codec, await written(codec, event, { ce_type: 'job_closed' })),
        event,
      );
      const wrong = await readBy(codec, await written(codec, event, { ce_type: 'job_opened' }));
      assert.equal(wrong.ok, false, 'a job_closed was read as what a header said');
    },
  },
  {
    name: 'the same event has the same body and the same headers, whichever process writes it',
    async run(harness) {
      const codecs = [await harness.open(workshop), await harness.open(workshop)] as const;
      const event = jobEvent({ job: '7', hours: 3, stranger: { a: [1] } }, jobClosed.type);
      const [one, other] = [await written(codecs[0], event), await written(codecs[1], event)];
      assert.deepEqual(one.value, other.value);
      assert.deepEqual(one.headers, other.headers);
      const again = await written(codecs[0], event);
      assert.deepEqual([again.value, again.headers], [one.value, one.headers]);
    },
  },
];

/** Checks that one process reads what another one wrote. */
export async function assertRoundTrips(
  harness: PayloadCodecHarness,
  domain: Pick<Domain, 'name' | 'registry'>,
  events: fc.Arbitrary<EventEnvelope>,
): Promise<void> {
  const [writer, reader] = [await harness.open(domain), await harness.open(domain)];
  await fc.assert(
    fc.asyncProperty(events, async (event) => {
      assertRead(await readBy(reader, await written(writer, event)), event);
    }),
    { numRuns: 60 },
  );
}

function assertRead(read: ReadPayload, { type, data }: EventEnvelope): void {
  assert.ok(read.ok, read.ok ? '' : read.detail);
  assert.equal(read.type, type);
  if (!jsonEqual(read.data, data)) assert.deepEqual(read.data, data);
}
