import {
  parseCondition,
  searchMessages,
  textOrHex,
  type MessageSearch,
  type Runtime,
} from '@foldmart/composition';
import {
  isPortError,
  ValidationError,
  type DeliveredMessage,
  type WireCodec,
} from '@foldmart/core';
import * as z from 'zod';
import type { MessageRowView, MessagesView } from '../views/queue-view.js';
import { refusedByService } from '../routes/refused-by-service.js';
import { requireBus } from './require-bus.js';

const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number({ error: 'expected a time such as 2026-02-03T14:30:00Z' }));
const cursor = z
  .string()
  .regex(/^\d{1,6}:\d{1,18}(,\d{1,6}:\d{1,18})*$/, 'expected what an earlier search has returned');

/** Which messages to search for. */
export const messagesQuery = z.object({
  topic: z.string().min(1).max(300),
  partition: z.coerce.number().int().min(0).optional(),
  key: z.string().max(4_000).optional(),
  /** `data.user_id=u_12`. */
  where: z.string().max(4_000).optional(),
  text: z.string().max(1_000).optional(),
  since: instant.optional(),
  until: instant.optional(),
  before: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

type MessagesQuery = z.output<typeof messagesQuery>;

/** One request reads no more; the next one continues. */
const mostRead = 5_000;

/** A part of a search. */
export async function findMessages(
  runtime: Runtime,
  query: MessagesQuery,
  signal: AbortSignal,
): Promise<MessagesView> {
  const { admin } = requireBus(runtime);
  const { codec } = runtime;
  const search = { ...searchOf(query), codec, signal };
  const found = await refusedByService(searchMessages(admin, search));
  return {
    messages: found.messages.map((message) => messageRow(runtime, message)),
    read: found.read,
    next: found.next === undefined ? null : cursorText(found.next),
  };
}

function searchOf(query: MessagesQuery): MessageSearch {
  const { topic, partition, key, where, text, since, until, before, limit } = query;
  return {
    topic,
    limit,
    mostRead,
    ...(partition === undefined ? {} : { partition }),
    ...(key === undefined ? {} : { key }),
    ...(where === undefined ? {} : { where: [conditionOf(where)] }),
    ...(text === undefined ? {} : { text }),
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
    ...(before === undefined ? {} : { before: cursorOf(before) }),
  };
}

function conditionOf(text: string) {
  const condition = parseCondition(text);
  if (condition !== undefined) return condition;
  const message = 'expected a field of the body and its value, such as data.user_id=u_12';
  throw new ValidationError(`where: ${message}`, [{ path: 'where', message }]);
}

function cursorText(next: ReadonlyMap<number, string>): string {
  return [...next].map(([partition, offset]) => `${String(partition)}:${offset}`).join(',');
}

function cursorOf(text: string): ReadonlyMap<number, string> {
  return new Map(
    text.split(',').map((part) => {
      const [partition = '', offset = ''] = part.split(':');
      return [Number(partition), offset];
    }),
  );
}

const mostBodyCharacters = 20_000;

function messageRow({ codec }: Runtime, message: DeliveredMessage): MessageRowView {
  const { partition, offset, timestampMs, key, value, headers } = message;
  const body = registryBody(codec, message) ?? textOrHex(value);
  return {
    partition,
    offset,
    timestamp: new Date(timestampMs).toISOString(),
    key: textOrHex(key),
    headers,
    body: body?.slice(0, mostBodyCharacters) ?? null,
    isBodyCut: (body?.length ?? 0) > mostBodyCharacters,
    sizeBytes: value?.length ?? 0,
    event: eventOf(codec, message),
  };
}

/** The body of a schema registry as JSON; null if it is none, or cannot be read. */
function registryBody(codec: WireCodec, message: DeliveredMessage): string | null {
  const read = unlessUnavailable(() => codec.readBody(message));
  return read?.ok === true ? JSON.stringify({ event_type: read.type, data: read.data }) : null;
}

function eventOf(codec: WireCodec, message: DeliveredMessage): MessageRowView['event'] {
  const decoded = unlessUnavailable(() => codec.decode(message));
  return decoded?.ok === true ? { type: decoded.event.type, streamId: decoded.streamId } : null;
}

/** Undefined if the schema registry does not answer: the row then shows the message as it is. */
function unlessUnavailable<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!isPortError(error)) throw error;
    return undefined;
  }
}
