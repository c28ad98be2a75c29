import { vi } from 'vitest';
import type { openLending } from './lending.js';

type Lending = Awaited<ReturnType<typeof openLending>>;

/** The body and headers of a message that the library's consumer can read. */
export function lentMessage(book: string, id: string) {
  return {
    value: JSON.stringify({ event_type: 'lent', data: { book, member: 'ann' } }),
    headers: { ce_id: id, ce_subject: `book-${book}` },
  };
}

/** Publishes four messages that have to be parked, the second behind the first. Needs the consumers to run. */
export async function parkMessages(app: Lending, text: string): Promise<void> {
  const key = `book-${text}`;
  const messages = [
    { key, value: `no JSON: ${text}`, headers: { note: text } },
    { key, ...lentMessage(text, `behind ${text}`) },
    { key: 'binary', value: Uint8Array.of(0, 255, 60, 105, 109, 103, 62), headers: {} },
    { key: 'unknown', value: JSON.stringify({ event_type: text, data: {} }), headers: {} },
  ];
  const { deadLetters } = await app.database();
  for (const [nth, message] of messages.entries()) {
    await app.bus().publish('lending', [message]);
    await vi.waitUntil(async () => (await deadLetters.count()) === nth + 1, {
      interval: 5,
      timeout: 10_000,
    });
  }
}
