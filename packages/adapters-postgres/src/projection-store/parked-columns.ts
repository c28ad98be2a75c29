import type { ProjectionFailure } from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { TextRow } from '../connection/session.js';
import type { Parameter } from '../connection/statement.js';

/** The event at which something is parked, and since when: RFC 3339 text in UTC. */
export type ParkedFailure = ProjectionFailure & { readonly parkedAt: string };

const longestDetail = 500;
const unstorable = /[\0\p{Surrogate}]/gu;

/** The columns that a query selects for {@link decodeParked}, in order. */
export const parkedColumns = `${canonicalTime('parked_at')}, parked_event_id, parked_event_type, parked_position, parked_detail`;

/** Assignments that resume. */
export const unparked =
  'parked_at = NULL, parked_event_id = NULL, parked_event_type = NULL, parked_position = NULL, parked_detail = NULL';

/** Assignments that park; `first` is the number of the first of four {@link parkedValues}. */
export function parkedAssignments(first: number): string {
  const names = ['parked_event_id', 'parked_event_type', 'parked_position', 'parked_detail'];
  const assigned = names.map((name, index) => `${name} = $${String(first + index)}`);
  return ['parked_at = clock_timestamp()', ...assigned].join(', ');
}

/** The parameters of {@link parkedAssignments}. */
export function parkedValues(failure: ProjectionFailure): readonly Parameter[] {
  const detail = failure.detail.replace(unstorable, '\ufffd').slice(0, longestDetail);
  return [failure.eventId, failure.eventType, failure.position, detail];
}

/** Reads {@link parkedColumns}; undefined if it is not parked. */
export function decodeParked(row: TextRow): ParkedFailure | undefined {
  const [parkedAt, eventId, eventType, position, detail] = row;
  if (typeof parkedAt !== 'string') return undefined;
  return {
    eventId: present(eventId),
    eventType: present(eventType),
    position: present(position),
    detail: present(detail),
    parkedAt,
  };
}
