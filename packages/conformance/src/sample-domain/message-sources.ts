import type { MessageSource } from '@foldmart/core';

/** The message at `offset`. Its body is neither JSON nor text. */
export function sourceAt(offset: number, overrides: Partial<MessageSource> = {}): MessageSource {
  return {
    topic: 'books',
    partition: 0,
    offset: String(offset),
    group: 'catalogue',
    key: new TextEncoder().encode(`book-${offset}`),
    value: Uint8Array.of(0, 255, 128, offset % 256),
    headers: { ce_id: `event-${offset}`, 이름: '책', empty: '' },
    ...overrides,
  };
}
