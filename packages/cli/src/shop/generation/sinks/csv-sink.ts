import { messageColumns, type MessageColumn } from './message-columns.js';
import type { MessageSink, SinkMessage } from './sink-message.js';
import type { TextTarget } from './text-target.js';

/** Writes messages as CSV (RFC 4180) with a header. */
export async function csvSink(target: TextTarget): Promise<MessageSink> {
  await target.write(line(messageColumns.map(({ name }) => name)));
  return {
    write: (messages) => target.write(messages.map(rowOf).join('')),
    end: () => target.end(),
  };
}

function rowOf(message: SinkMessage): string {
  return line(messageColumns.map((column) => csvCell(column.type, column.of(message))));
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

/** A cell of CSV. Text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvCell(type: MessageColumn['type'], value: unknown): string {
  if (value === undefined || value === null) return '';
  if (type === 'time') return new Date(Number(value)).toISOString();
  if (type !== 'text') return JSON.stringify(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const inert = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
