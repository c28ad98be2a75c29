import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioMessages, scenarioSource, readScenario, shopRules } from '@foldmart/generator';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvCell } from '../../src/shop/generation/sinks/csv-sink.js';
import { messageColumns } from '../../src/shop/generation/sinks/message-columns.js';
import { openSink, sinkChoice } from '../../src/shop/generation/sinks/open-sink.js';
import type { SinkMessage } from '../../src/shop/generation/sinks/sink-message.js';

const startMs = Date.UTC(2026, 0, 1);

const messages: readonly SinkMessage[] = [
  ...scenarioMessages(
    scenarioSource({
      seed: 'sinks',
      locale: 'ko',
      rules: shopRules('ko'),
      timeOffset: 'Z',
      startMs,
      scenario: readScenario({
        name: 'sinks',
        lifeCycle: true,
        catalogue: { users: 60, products: 20 },
        stages: [
          {
            name: 's',
            count: 300,
            rate: 2,
            mix: { orders: 8, users: 1, products: 1 },
            faults: { invalid: 0.05 },
          },
        ],
      }),
    }),
  ),
].map(({ atMs, topic, message, event, reason }) => ({
  sentAtMs: startMs + atMs,
  topic,
  message,
  eventId: event.id,
  event: reason === undefined ? event : undefined,
}));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-sinks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function written(name: string): Promise<string> {
  const path = join(folder, name);
  const sink = await openSink(sinkChoice(path));
  // Overlapping writes keep their order.
  const parts = [messages.slice(0, 100), messages.slice(100, 101), messages.slice(101)];
  await Promise.all(parts.map((part) => sink.write(part)));
  await sink.end();
  return path;
}

/** Reads CSV with quoted cells. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g;
  const rows: string[][] = [[]];
  for (const [, raw = '', end] of text.matchAll(cell)) {
    rows.at(-1)!.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('messages in a file', () => {
  it('are lines of JSON with everything that the queue would carry', async () => {
    const lines = readFileSync(await written('m.jsonl'), 'utf8').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(messages.length);
    for (const [index, line] of lines.entries()) {
      const { topic, message, sentAtMs } = messages[index]!;
      const { body, timestamp, ...rest } = JSON.parse(line) as Record<string, unknown>;
      expect(rest).toStrictEqual({ topic, key: message.key, headers: message.headers });
      expect(Date.parse(String(timestamp))).toBe(sentAtMs);
      const value = typeof body === 'object' && body !== null ? JSON.stringify(body) : body;
      expect(value).toBe(message.value);
    }
  });

  it('are rows of CSV, one column for each field', async () => {
    const [head, ...rows] = parseCsv(readFileSync(await written('m.csv'), 'utf8'));
    expect(head).toStrictEqual(messageColumns.map(({ name }) => name));
    expect(rows).toHaveLength(messages.length);
    for (const [index, row] of rows.entries()) {
      const message = messages[index]!;
      const cells = Object.fromEntries(head!.map((name, place) => [name, row[place]]));
      expect(cells).toMatchObject({ event_id: message.eventId, key: message.message.key });
      if (message.event === undefined) {
        expect(cells['unreadable_body']).toBe(message.message.value ?? '');
        continue;
      }
      for (const [name, value] of Object.entries(message.event.data)) {
        const text = String(value);
        expect(cells[name]).toBe(/^[=+\-@]/.test(text) ? `'${text}` : text);
      }
    }
  });

  it('are rows of Parquet, with numbers as numbers and times as times', async () => {
    const path = await written('m.parquet');
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    expect(rows).toHaveLength(messages.length);
    for (const [index, row] of rows.entries()) {
      const { eventId, event, message, sentAtMs } = messages[index]!;
      expect(row).toMatchObject({ event_id: eventId, sent_at: new Date(sentAtMs) });
      expect(row['unreadable_body'] ?? null).toBe(event === undefined ? message.value : null);
      for (const [name, value] of Object.entries(event?.data ?? {})) {
        const found = row[name] as unknown;
        expect(typeof found === 'bigint' ? Number(found) : found).toBe(value);
      }
    }
    const { quantity, total_amount } = rows.find((row) => row['event_type'] === 'order_created')!;
    expect([typeof quantity, typeof total_amount]).toStrictEqual(['bigint', 'number']);
  });
});

describe('a cell of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+82 10', "'+82 10"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    [' =1+1', "' =1+1"],
    ['\n=1+1', `"'\n=1+1"`],
    ['=a,"b"', `"'=a,""b"""`],
    ['two\r\nlines', '"two\r\nlines"'],
    ['plain', 'plain'],
  ])('with text %j is %j, which no spreadsheet runs', (text, cell) => {
    expect(csvCell('text', text)).toBe(cell);
  });

  it('keeps numbers as they are', () => {
    expect(csvCell('decimal', -0.5)).toBe('-0.5');
    expect(csvCell('integer', 3)).toBe('3');
    expect([csvCell('text', undefined), csvCell('text', null)]).toStrictEqual(['', '']);
  });
});

describe('a sink', () => {
  it.each(['orders', 'orders.txt', '', '.json', 'csv'])('is refused as %j', (text) => {
    expect(() => sinkChoice(text)).toThrow('a file ending in .jsonl, .csv or .parquet');
  });

  it.each(['m.jsonl', 'm.csv', 'm.parquet'])('%s in no folder is refused at once', async (name) => {
    await expect(openSink(sinkChoice(join(folder, 'none', name)))).rejects.toThrow(
      /cannot be written: ENOENT/,
    );
  });
});
