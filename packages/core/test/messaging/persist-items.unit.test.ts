import {
  persistEvents,
  PortError,
  projectionFailedError,
  silentLogger,
  type DeliveredMessage,
  type EventStore,
  type IngestBatch,
  type IngestReport,
  type LogFields,
  type WireCodec,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { context, group } from '../support/persisting.js';

const message: DeliveredMessage = {
  topic: 't',
  partition: 3,
  offset: '7',
  key: new Uint8Array([1]),
  value: new Uint8Array([2]),
  headers: { a: 'b' },
  timestampMs: 5,
};
const event = { id: 'e', type: 'lent', schemaVersion: 1, time: '', origin: 'bus:t', data: {} };
const item = { event, streamId: 's', startsStream: true };

/** Persists one message, which reads as this, into a store that answers with this. */
async function persist(
  topicId: string | null,
  decoded: ReturnType<WireCodec['decode']>,
  answer: () => Promise<IngestReport> = async () => ({ outcomes: ['appended'] }),
) {
  const batches: IngestBatch[] = [];
  const errors: [string, LogFields | undefined][] = [];
  const ingest = (batch: IngestBatch): Promise<IngestReport> => {
    batches.push(batch);
    return answer();
  };
  const logger = {
    ...silentLogger,
    error: (text: string, fields?: LogFields) => void errors.push([text, fields]),
  };
  const store = { ingest } as unknown as EventStore;
  const handler = persistEvents({ store, codec: { decode: () => decoded }, logger }, { group });
  const position = { from: '7', next: '8', topicId };
  const batch = { topic: 't', partition: 3, position, messages: [message] };
  const failure = await handler(batch, context()).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { batches, errors, failure };
}

describe('the item of a message', () => {
  const source = { group, ...message };

  it('has the event, its place and its message', async () => {
    const { batches } = await persist(null, { ok: true, ...item });
    expect(batches[0]?.items).toStrictEqual([{ ...item, source }]);
  });

  it('has the identity of the topic and the JSON text of its data, if they are known', async () => {
    const { batches } = await persist('first', { ok: true, ...item, json: '{}' });
    const known = { ...item, json: '{}', source: { ...source, topicId: 'first' } };
    expect(batches[0]?.items).toStrictEqual([known]);
  });
});

describe('the logger', () => {
  it('gets a gap, if nobody else is to', async () => {
    const gap = { from: '2', to: '7' };
    const answer = async (): Promise<IngestReport> => ({ outcomes: ['appended'], gap });
    const { errors } = await persist(null, { ok: true, ...item }, answer);
    expect(errors).toMatchObject([
      ['messages that the group acknowledged are not in the database', { partition: 3, ...gap }],
    ]);
  });

  it('gets the failure of an inline projection', async () => {
    const at = { port: 'event-store', operation: 'ingest' } as const;
    const error = projectionFailedError({ ...at, what: 'It failed', cause: undefined });
    const { errors, failure } = await persist(null, { ok: true, ...item }, async () => {
      throw error;
    });
    expect(failure).toBe(error);
    expect(errors).toMatchObject([['an inline projection stops a partition', { error }]]);
  });

  it.each([
    new PortError({ port: 'event-store', operation: 'ingest', reason: 'timeout', message: 'no' }),
    new TypeError('a mistake'),
    Object.assign(new Error('no port'), { code: 'projection-failed' }),
  ])('gets no other failure: %s', async (error) => {
    const { errors, failure } = await persist(null, { ok: true, ...item }, async () => {
      throw error;
    });
    expect(failure).toBe(error);
    expect(errors).toEqual([]);
  });
});
