import { bodyLines, textOrHex } from '@foldmart/composition';
import type { DeadLetter, DeadLetterAction, HeldKey, MessageHeaders } from '@foldmart/core';
import { plainTable, singleLine } from '../output.js';

/** A letter for programs. Bytes are text, or `hex:00ff` if they are not printable UTF-8. */
export function letterData({ source, edited, ...letter }: DeadLetter) {
  const { key, value, headers, timestampMs, ...place } = source;
  return {
    ...letter,
    ...place,
    publishedAt: timestampMs === undefined ? null : new Date(timestampMs).toISOString(),
    key: textOrHex(key),
    headers,
    body: textOrHex(value),
    edited: edited && { headers: edited.headers, body: textOrHex(edited.value) },
  };
}

const longestDetail = 60;

/** The table of letters. */
export function letterTable(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return 'no dead letters';
  return plainTable(
    ['ID', 'GROUP', 'MESSAGE', 'KEY', 'STATUS', 'REASON', 'DETAIL'],
    letters.map(({ id, source, status, reason, detail }) => [
      id,
      source.group,
      placeOf(source),
      shortened(textOrHex(source.key), 24),
      status,
      reason,
      shortened(detail, longestDetail),
    ]),
  );
}

/** What is shown of one letter. */
export interface LetterDetails {
  readonly letter: DeadLetter;
  readonly history: readonly DeadLetterAction[];
  /** The head of its key and how many wait, if its key is held. */
  readonly held: HeldKey | undefined;
  /** Whether the message, with its edits, can be read now. */
  readonly reading: string;
}

/** A letter with its message, its history and what waits behind it. */
export function letterText({ letter, history, held, reading }: LetterDetails): string {
  const { id, source, status, reason, detail, attempts, parkedAt, edited, eventId } = letter;
  const facts = [
    `dead letter ${id}: ${status}`,
    `message    ${placeOf(source)} of ${source.group}, key ${textOrHex(source.key) ?? '-'}`,
    ...(source.timestampMs === undefined
      ? []
      : [`published  ${new Date(source.timestampMs).toISOString()}`]),
    `parked     ${parkedAt}, delivery ${String(attempts)}`,
    `reason     ${reason}: ${detail}`,
    ...(eventId === undefined ? [] : [`event      ${eventId}`]),
    `now        ${reading}`,
    ...(held === undefined ? [] : [`key        ${waiting(id, held)}`]),
  ];
  return [
    ...facts.map(singleLine),
    ...contentLines('message', source.headers, source.value),
    ...(edited === null ? [] : contentLines('edited', edited.headers, edited.value)),
    ...(history.length === 0 ? [] : ['', historyTable(history)]),
  ].join('\n');
}

function waiting(id: string, { head, waiting: count }: HeldKey): string {
  if (id !== head) return `held by dead letter ${head}; ${String(count)} wait`;
  return count === 1
    ? 'held; nothing waits behind this message yet'
    : `held; ${String(count - 1)} wait behind this message`;
}

function contentLines(
  title: string,
  headers: MessageHeaders,
  value: Uint8Array | null,
): readonly string[] {
  const named = Object.entries(headers).map(([name, text]) => singleLine(`  ${name}: ${text}`));
  const body = bodyLines(value).map((line) => singleLine(`  ${line}`));
  return ['', `${title}:`, ...named, ...(named.length === 0 ? [] : ['']), ...body];
}

function historyTable(history: readonly DeadLetterAction[]): string {
  return plainTable(
    ['AT', 'BY', 'ACTION', 'NOTE'],
    history.map(({ at, by, action, note }) => [at, by, action, note === '' ? null : note]),
  );
}

function placeOf({ topic, partition, offset }: DeadLetter['source']): string {
  return `${topic}[${String(partition)}]@${offset}`;
}

function shortened(text: string | null, longest: number): string | null {
  if (text === null || text.length <= longest) return text;
  return `${text.slice(0, longest - 1)}…`;
}
