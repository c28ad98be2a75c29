import * as z from 'zod';
import {
  createEventRegistry,
  createWireCodec,
  defineEvent,
  type DeliveredMessage,
  type Projection,
  type ReadModel,
} from '@foldmart/core';

const parcelSent = defineEvent({
  type: 'parcel_sent',
  version: 1,
  topic: 'parcels',
  startsStream: true,
  schema: z.object({ parcel: z.string(), grams: z.int(), sent_at: z.string() }),
  partitionKey: (data) => data.parcel,
  streamId: (data) => `parcel-${data.parcel}`,
  identity: (data) => data.parcel,
  occurredAt: (data) => data.sent_at,
});

/** Reads the messages of {@link parcelMessages}. */
export const parcelCodec = createWireCodec(createEventRegistry([parcelSent]));

/** One row for each parcel. */
export const parcelsModel: ReadModel = {
  name: 'parcels',
  key: ['parcel'],
  columns: { parcel: 'text', grams: 'integer' },
};

/** The sum of all parcels of a class. */
export const weightsModel: ReadModel = {
  name: 'weights',
  key: ['class'],
  columns: { class: 'text', grams: 'integer' },
};

/** Writes one row for each parcel, and sums of weights, with each append. */
export const parcelsProjection: Projection = {
  name: 'parcels',
  version: 1,
  mode: 'inline',
  models: [parcelsModel, weightsModel],
  handles: ['parcel_sent'],
  project: ({ data: { parcel, grams } }) => [
    { op: 'insert', model: 'parcels', row: { parcel, grams } },
    { op: 'accumulate', model: 'weights', key: { class: String(parcel) }, add: { grams } },
  ],
};

/** Messages of parcels `0` to `count - 1`, which weigh as many grams as their number says; names may be longer. */
export function parcelMessages(
  count: number,
  suffixOf: (index: number) => string = () => '',
): DeliveredMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const data = {
      parcel: `${String(index)}${suffixOf(index)}`,
      grams: index,
      sent_at: '2026-03-01T09:30:00Z',
    };
    const value = new TextEncoder().encode(JSON.stringify({ event_type: 'parcel_sent', data }));
    const place = { topic: 'parcels', partition: 0, offset: String(index), timestampMs: 0 };
    return { ...place, key: new TextEncoder().encode(data.parcel), value, headers: {} };
  });
}
