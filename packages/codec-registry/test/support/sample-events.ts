import { createEventRegistry, defineEvent, type EventEnvelope } from '@foldmart/core';
import * as z from 'zod';

/** Every kind of field that other clients know. */
export const shipFields = {
  ship: z.string(),
  berth: z.int(),
  draught: z.number(),
  isForeign: z.boolean(),
  captain: z.string().nullable(),
  remark: z.string().optional(),
  cargo: z.array(z.looseObject({ name: z.string(), tonnes: z.number() })),
  fees: z.record(z.string(), z.string()),
};

/** An event of a harbour. */
const shipDocked = defineEvent({
  type: 'ship_docked',
  topic: 'harbour',
  streamId: ({ ship }) => `ship-${ship}`,
  identity: ({ ship, berth }) => `${ship} ${String(berth)}`,
  schema: z.looseObject(shipFields),
});

export const harbour = { name: 'harbour', registry: createEventRegistry([shipDocked]) };

export const docking = {
  ship: '바다 1',
  berth: -4_503_599_627_370_495,
  draught: 7.25,
  isForeign: false,
  captain: null,
  cargo: [
    { name: 'corn', tonnes: 0.1 },
    { name: '', tonnes: -3 },
  ],
  fees: { pilot: '120.50' },
};

/** The event with this data. */
export function docked(data: EventEnvelope['data'] = docking): EventEnvelope {
  return {
    id: 'event-1',
    type: shipDocked.type,
    data,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
}
