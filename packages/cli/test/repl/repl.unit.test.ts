import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortError, type Database } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { historyPath } from '../../src/repl/history-path.js';
import { lazyStore } from '../../src/repl/lazy-store.js';
import { runLines } from '../../src/repl/run-repl.js';
import { sqlTag } from '../../src/repl/sql-tag.js';
import { valueWriter } from '../../src/repl/value-writer.js';

const away = new PortError({
  port: 'event-store',
  operation: 'count',
  reason: 'unavailable',
  message: 'Postgres is away',
  hint: 'start it',
});

async function run(lines: readonly string[], format: 'text' | 'json' = 'text') {
  const output = new PassThrough();
  const printed = text(output);
  const errors: string[] = [];
  await runLines(
    {
      tools: {
        later: { value: (value: unknown) => Promise.resolve(value), about: 'resolves' },
        fail: { value: () => Promise.reject(away), about: 'rejects' },
      },
      output,
      write: valueWriter(format, false),
      signal: new AbortController().signal,
    },
    Readable.from([`${lines.join('\n')}\n`]),
    (error) => errors.push(error instanceof Error ? error.message : String(error)),
  );
  output.end();
  return { printed: (await printed).split('\n').slice(0, -1), errors };
}

describe('the REPL in a pipe', () => {
  it('evaluates line after line, with await, and keeps names', async () => {
    const { printed, errors } = await run([
      'const first = await later(20)',
      'first * 2 + 2',
      'for (const each of [1]) {',
      '  globalThis.seen = each',
      '}',
      'seen',
    ]);
    expect({ printed, errors }).toEqual({ printed: ['42', '1', '1'], errors: [] });
  });

  it('reports what throws or rejects, and continues', async () => {
    const { printed, errors } = await run([
      'await fail()',
      'nothing.there',
      'await later(',
      '7)',
      '8',
      '(',
    ]);
    expect(errors).toEqual([
      'Postgres is away',
      'ReferenceError: nothing is not defined',
      'the input ends within an expression',
    ]);
    expect(printed).toEqual(['7', '8']);
  });

  it('prints a value a line as JSON', async () => {
    const { printed } = await run(['({ id: 1n, at: [undefined] })', 'later', '"x"'], 'json');
    expect(printed).toEqual(['{"id":"1","at":[null]}', 'null', '"x"']);
  });

  it('lists what is there', async () => {
    const { printed } = await run(['.help']);
    expect(printed).toEqual(expect.arrayContaining(['Names:', '  later  resolves']) as string[]);
  });
});

describe('what the REPL has', () => {
  it('sends values in SQL as parameters, and reads unless it is told to write', async () => {
    const asked: unknown[] = [];
    const sql = sqlTag((query) => {
      asked.push(query);
      return Promise.resolve([]);
    });
    await sql`SELECT * FROM orders WHERE user_id = ${"x'; DROP TABLE orders"} LIMIT ${1}`;
    await sql.write`DELETE FROM orders`;
    expect(asked).toEqual([
      {
        text: 'SELECT * FROM orders WHERE user_id = $1 LIMIT $2',
        values: ["x'; DROP TABLE orders", 1],
        access: 'read',
      },
      { text: 'DELETE FROM orders', values: [], access: 'write' },
    ]);
    const called = sql as unknown as (text: string) => unknown;
    expect(() => called('SELECT 1')).toThrow('without parentheses');
  });

  it('opens the database at the first call', async () => {
    let opened = 0;
    const events = { count: () => Promise.resolve(3) };
    const store = lazyStore(() => {
      opened += 1;
      return Promise.resolve({ events } as unknown as Database);
    }) as { events: Record<string, () => Promise<number>> };
    expect(opened).toBe(0);
    expect(await store.events['count']?.()).toBe(3);
    await expect(store.events['cuont']?.()).rejects.toThrow('store.events has no method cuont');
  });

  it('keeps its history in the state directory of the user', () => {
    const state = mkdtempSync(join(tmpdir(), 'foldmart-'));
    expect(historyPath({ XDG_STATE_HOME: state }, 'linux')).toBe(
      join(state, 'foldmart', 'repl-history'),
    );
  });

  it('shows failures of services by what to do about them', () => {
    expect(valueWriter('text', false)(away)).toBe('PortError: Postgres is away (start it)');
  });
});
