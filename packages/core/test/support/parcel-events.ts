import { z } from 'zod';
import {
  createEventRegistry,
  defineEvent,
  type AnyEventDefinition,
  type EventData,
  type Upcaster,
} from '@foldmart/core';

const common = {
  type: 'parcel_sent',
  topic: 'parcels',
  startsStream: true,
} as const;

/**
 * Version 1 has `no`, a number; version 2 has `parcel_id`, a text; version 3 has the weight in
 * grams instead of kilograms.
 */
export const parcelUpcasters: Readonly<Record<1 | 2, Upcaster>> = {
  1: ({ no, ...rest }) => ({ ...rest, parcel_id: String(no) }),
  2: ({ weight_kg: kilograms, ...rest }) => ({ ...rest, weight_grams: Number(kilograms) * 1_000 }),
};

const parcelSentV1 = defineEvent({
  ...common,
  version: 1,
  schema: z.looseObject({ no: z.int(), weight_kg: z.number(), sent_at: z.string() }),
  partitionKey: (data) => String(data.no),
  streamId: (data) => `parcel-${String(data.no)}`,
  identity: (data) => String(data.no),
  occurredAt: (data) => data.sent_at,
});

const parcelSentV2 = defineEvent({
  ...common,
  version: 2,
  schema: z.looseObject({ parcel_id: z.string(), weight_kg: z.number(), sent_at: z.string() }),
  ...addressed(),
  upcasters: parcelUpcasters,
});

/** The newest version, with given upcasters, for tests that break them. */
export function parcelSentV3(upcasters: Readonly<Record<number, Upcaster>> = parcelUpcasters) {
  return defineEvent({
    ...common,
    version: 3,
    schema: z.looseObject({ parcel_id: z.string(), weight_grams: z.number(), sent_at: z.string() }),
    ...addressed(),
    upcasters,
  });
}

function addressed() {
  return {
    partitionKey: (data: EventData) => String(data['parcel_id']),
    streamId: (data: EventData) => `parcel-${String(data['parcel_id'])}`,
    identity: (data: EventData) => String(data['parcel_id']),
    occurredAt: (data: EventData) => String(data['sent_at']),
  };
}

/** The same system at each version of its event. */
export const parcelRegistries = [parcelSentV1, parcelSentV2, parcelSentV3()].map(
  (definition: AnyEventDefinition) => createEventRegistry([definition]),
);
