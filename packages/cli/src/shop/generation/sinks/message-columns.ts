import type { ColumnType } from '@foldmart/core';
import { ordersModel, productsModel, usersModel } from '@foldmart/core/shop';
import type { SinkMessage } from './sink-message.js';

/** A column of a table of messages. */
export interface MessageColumn {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'decimal' | 'time';
  readonly of: (message: SinkMessage) => unknown;
}

const columnTypes: Readonly<Record<ColumnType, MessageColumn['type']>> = {
  text: 'text',
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'text',
  // As it is on the wire: without a zone.
  timestamp: 'text',
  json: 'text',
};

/** Columns that no event has. */
const derived = new Set(['order_count', 'last_ordered_at']);

/** The fields of all events of the generator, each once. */
const fields: readonly (readonly [string, MessageColumn['type']])[] = [
  ...new Map([
    ...[ordersModel, usersModel, productsModel].flatMap(({ columns }) =>
      Object.entries<ColumnType>(columns)
        .filter(([name]) => !derived.has(name))
        .map(([name, type]) => [name, columnTypes[type]] as const),
    ),
    ['discount_rate', 'decimal'] as const,
    ['previous_status', 'text'] as const,
    ['changed_at', 'text'] as const,
    ['ordered_at', 'text'] as const,
  ]),
];

/**
 * The columns of a table of messages: where and when each was sent, the fields of its event, and the body as it is if it is no
 * event that consumers can read.
 */
export const messageColumns: readonly MessageColumn[] = [
  { name: 'sent_at', type: 'time', of: ({ sentAtMs }) => sentAtMs },
  { name: 'topic', type: 'text', of: ({ topic }) => topic },
  { name: 'key', type: 'text', of: ({ message }) => message.key },
  { name: 'event_id', type: 'text', of: ({ eventId }) => eventId },
  { name: 'event_type', type: 'text', of: ({ event }) => event?.type },
  ...fields.map(([name, type]): MessageColumn => ({
    name,
    type,
    of: ({ event }) => event?.data[name],
  })),
  {
    name: 'unreadable_body',
    type: 'text',
    of: ({ event, message }) => (event === undefined ? message.value : undefined),
  },
];
