import type { EventEnvelope } from '../events/envelope.js';
import { deadLetterDetail } from '../messaging/dead-letter.js';
import type { Projection } from './projection.js';
import type { InsertRow, ReadModel } from './read-model.js';

/**
 * The events that a version of a projection has skipped. Every store has this model beside those of its projections.
 */
export const projectionFailuresModel: ReadModel = {
  name: 'projection_failures',
  key: ['projection', 'version', 'event_id'],
  columns: {
    projection: 'text',
    version: 'integer',
    event_id: 'text',
    event_type: 'text',
    detail: 'text',
  },
};

/** The row that records that an event was skipped, and why. */
export function skippedEvent(
  { name, version }: Projection,
  event: EventEnvelope,
  why: string,
): InsertRow {
  const row = { projection: name, event_id: event.id, version, event_type: event.type };
  const detail = deadLetterDetail(why);
  return { op: 'insert', model: projectionFailuresModel.name, row: { ...row, detail } };
}
