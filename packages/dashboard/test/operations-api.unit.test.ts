import fastify, { type FastifyInstance } from 'fastify';
import { PortError } from '@foldmart/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dashboard } from '../src/index.js';
import type { ActionView } from '../src/views/actions-view.js';
import type { LetterListView, LetterView } from '../src/views/letter-view.js';
import type { GroupDetailsView, MessagesView } from '../src/views/queue-view.js';
import { openLending } from './support/lending.js';
import { lentMessage, parkMessages } from './support/park-messages.js';

const token = 'a-token-of-16-or-more';
const authorization = `Bearer ${token}`;

let app: Awaited<ReturnType<typeof openLending>>;
let server: FastifyInstance;

beforeEach(async () => {
  app = await openLending();
  await app.start();
  await parkMessages(app, 'dune');
  server = fastify();
  await server.register(dashboard(app, { intervalMs: 100, token }), { prefix: '/ops' });
});
afterEach(async () => {
  await server.close();
  await app.close();
});

async function get<Result>(path: string): Promise<Result> {
  const response = await server.inject(`/ops/api/${path}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Result>();
}

function post(path: string, payload: object, headers: Record<string, string> = { authorization }) {
  return server.inject({ method: 'POST', url: `/ops/api/${path}`, headers, payload });
}

async function change<Result>(path: string, body: object): Promise<Result> {
  const response = await post(path, { by: 'ann', ...body });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Result>();
}

const actions = async () =>
  (await get<ActionView[]>('actions')).map(({ by, action, outcome, detail }) =>
    [by, action, outcome, detail].join(' | '),
  );

describe('dead letters on the page', () => {
  it('are listed by what they have in common, page by page, with how many wait', async () => {
    const all = await get<LetterListView>('dead-letters');
    expect(all).toMatchObject({ total: 4, next: null });
    expect(all.waiting).toEqual({ malformed: 2, 'parked-successor': 1, 'unknown-type': 1 });
    const first = await get<LetterListView>('dead-letters?reason=malformed&limit=1');
    expect(first).toMatchObject({ total: 2, next: '1', letters: [{ id: '1', key: 'book-dune' }] });
    const second = await get<LetterListView>('dead-letters?reason=malformed&limit=1&after=1');
    expect(second).toMatchObject({ letters: [{ id: '3', key: 'binary' }], next: null });
    expect(await get('dead-letters?key=hex:62696e617279')).toMatchObject({ total: 1 });
    expect(await get('dead-letters?status=replayed')).toMatchObject({ total: 0 });
    for (const wrong of ['reason=no', 'status=no', 'key=hex:0', 'limit=0', 'after=x']) {
      expect((await server.inject(`/ops/api/dead-letters?${wrong}`)).statusCode).toBe(400);
    }
  });

  it('show their bytes as text and as a dump, and the line of their key', async () => {
    const letter = await get<LetterView>('dead-letter?id=2');
    expect(letter).toMatchObject({
      reason: 'parked-successor',
      isRecorded: true,
      reading: { isReadable: true, text: 'lent behind dune' },
      line: { head: '1', waiting: 2, letters: [{ id: '1' }, { id: '2' }] },
      history: [],
    });
    const binary = await get<LetterView>('dead-letter?id=3');
    expect(binary.message.body).toEqual({
      sizeBytes: 7,
      text: null,
      hex: '00ff3c696d673e',
      dump: [`00000000  00 ff 3c 69 6d 67 3e${' '.repeat(29)}..<img>`],
      isDumpCut: false,
    });
    expect((await server.inject('/ops/api/dead-letter?id=99')).statusCode).toBe(404);
  });

  it('are mended, tried out and replayed with what waits behind them, and that is recorded', async () => {
    const { value, headers } = lentMessage('dune', 'mended');
    const body = { text: value };
    const edited = await change('dead-letters/edit', { id: '1', body, headers });
    expect(edited).toEqual({ isReadable: true, text: 'lent mended' });
    const choice = { ids: ['1'] };
    const tried = await change('dead-letters/replay', { choice, dryRun: true });
    expect(tried).toMatchObject({ dryRun: true, appended: 2, failed: [], left: 0 });
    expect(await get<LetterView>('dead-letter?id=1')).toMatchObject({ status: 'waiting' });
    const done = await change('dead-letters/replay', { choice, dryRun: false });
    expect(done).toMatchObject({ dryRun: false, appended: 2 });
    const replayed = await get<LetterView>('dead-letter?id=1');
    expect(replayed).toMatchObject({
      status: 'replayed',
      settled: { by: 'ann' },
      line: null,
      history: [
        { action: 'edited', by: 'ann' },
        { action: 'replayed', by: 'ann' },
      ],
      message: { body: { text: 'no JSON: dune' } },
      edited: { body: { text: value }, headers },
    });
    expect(await actions()).toEqual([
      'ann | replay dead letter 1 | done | 2 recorded',
      'ann | edit dead letter 1 | done | readable: lent mended',
    ]);
  });

  it('are edited as bytes, too', async () => {
    const digits = '7b 7D';
    const edit = { id: '3', body: { hex: digits }, headers: {} };
    expect(await change('dead-letters/edit', edit)).toMatchObject({ isReadable: false });
    const { edited } = await get<LetterView>('dead-letter?id=3');
    expect(edited?.body).toMatchObject({ text: '{}', hex: '7b7d' });
    const wrong = { by: 'ann', id: '3', body: { hex: '7' }, headers: {} };
    expect((await post('dead-letters/edit', wrong)).statusCode).toBe(400);
  });

  it('behind another are refused, and nothing is changed', async () => {
    const body = { by: 'ann', choice: { ids: ['2'] }, dryRun: false };
    const refused = await post('dead-letters/replay', body);
    expect(refused.statusCode).toBe(400);
    expect(refused.json<{ detail: string }>().detail).toContain('Replay or discard 1 first');
    expect(await get('dead-letters')).toMatchObject({ total: 4 });
    expect(await actions()).toHaveLength(1);
  });

  it('are discarded by a filter, and what waits behind them follows', async () => {
    const choice = { filter: { reason: 'malformed' } };
    const report = await change('dead-letters/discard', { choice, note: 'of a test' });
    expect(report).toMatchObject({ discarded: 2, followed: { appended: 1 } });
    expect(await get('dead-letters')).toMatchObject({ total: 1, waiting: { 'unknown-type': 1 } });
    expect(await get<LetterView>('dead-letter?id=3')).toMatchObject({
      status: 'discarded',
      history: [{ action: 'discarded', by: 'ann', note: 'of a test' }],
    });
  });

  it('are changed only with the token', async () => {
    const choice = { ids: ['1'] };
    const changes = [
      ['dead-letters/edit', { id: '1', body: null, headers: {} }],
      ['dead-letters/replay', { choice, dryRun: true }],
      ['dead-letters/discard', { choice, note: '' }],
      ['publish', { topic: 'lending', body: '{}', isRaw: true }],
    ] as const;
    for (const [path, body] of changes) {
      expect((await post(path, { by: 'ann', ...body }, {})).statusCode).toBe(401);
      const wrong = { authorization: 'Bearer another-token-of-16' };
      expect((await post(path, { by: 'ann', ...body }, wrong)).statusCode).toBe(403);
    }
    expect(await get('dead-letters')).toMatchObject({ total: 4 });
    expect(await actions()).toEqual([]);
  });
});

describe('topics and groups on the page', () => {
  it('are those of the domain, with members and positions', async () => {
    expect(await get('queue')).toEqual({
      topics: [
        {
          name: 'lending',
          exists: true,
          partitions: 3,
          replicationFactor: null,
          retentionMs: 604_800_000,
          groups: ['lending_group'],
        },
      ],
      otherTopics: [],
      otherGroups: [],
    });
    const group = await get<GroupDetailsView>('group?name=lending_group');
    expect(group).toMatchObject({ isOwn: true, state: 'stable' });
    expect(group.members.flatMap(({ holds }) => holds)).toEqual(['lending[0,1,2]']);
    expect(group.partitions.map(({ lag, member }) => [lag, member])).toEqual(
      [0, 1, 2].map(() => [0, 'lending_consumer_1']),
    );
    expect((await server.inject('/ops/api/group?name=none')).statusCode).toBe(404);
  });

  it('have messages that are found by key, field and text', async () => {
    const found = async (query: string) =>
      (await get<MessagesView>(`messages?topic=lending&${query}`)).messages.length;
    expect(await found('')).toBe(4);
    expect(await found('key=book-dune')).toBe(2);
    expect(await found('where=data.book%3Ddune')).toBe(1);
    expect(await found('text=NO%20json')).toBe(1);
    expect(await found('since=2100-01-01T00:00:00Z')).toBe(0);
    const [message] = (await get<MessagesView>('messages?topic=lending&where=data.book%3Ddune'))
      .messages;
    expect(message).toMatchObject({
      key: 'book-dune',
      event: { type: 'lent', streamId: 'book-dune' },
    });
    const part = await get<MessagesView>('messages?topic=lending&limit=1');
    expect(part.messages).toHaveLength(1);
    const rest = await get<MessagesView>(`messages?topic=lending&before=${part.next ?? ''}`);
    expect(rest.messages).toHaveLength(3);
    expect((await server.inject('/ops/api/messages?topic=none')).statusCode).toBe(404);
    for (const wrong of ['where=x', 'since=x', 'before=x', 'partition=-1']) {
      expect((await server.inject(`/ops/api/messages?topic=lending&${wrong}`)).statusCode).toBe(
        400,
      );
    }
  });

  it('get one message by hand, which is checked and recorded', async () => {
    const message = { topic: 'lending', body: lentMessage('emma', '').value, isRaw: false };
    const wrong = await post('publish', { by: 'ann', ...message });
    expect(wrong.statusCode).toBe(400);
    const headers = { ce_id: 'by-hand', ce_subject: 'book-emma' };
    const published = await change('publish', { ...message, headers });
    expect(published).toMatchObject({ topic: 'lending', key: 'book-emma', id: 'by-hand' });
    const raw = { topic: 'none', body: 'x', isRaw: true };
    expect((await post('publish', { by: 'ann', ...raw })).statusCode).toBe(404);
    expect((await actions()).map((each) => each.split(' | ').slice(1, 3).join(' '))).toEqual([
      'publish to none failed',
      'publish to lending done',
      'publish to lending failed',
    ]);
  });
});

describe('questions in SQL', () => {
  const answer = { columns: [{ name: 'n', kind: 'number' }], rows: [['1']], isCut: false } as const;

  async function mountWith(ask: NonNullable<typeof app.ask>): Promise<void> {
    await server.close();
    server = fastify();
    await server.register(dashboard({ ...app, ask }), { prefix: '/ops' });
  }

  it('have examples, and need a database that has SQL', async () => {
    const refused = await post('ask', { sql: 'SELECT 1' }, {});
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      404,
      'The database in memory has no SQL: set DB_TYPE=postgres to ask questions.',
    ]);
    expect(JSON.stringify(await get('ask/examples'))).toContain('Rows of loans');
  });

  it('are bounded, and need no token', async () => {
    const asked: unknown[] = [];
    await mountWith(async (question) => {
      asked.push(question);
      return answer;
    });
    const response = await post('ask', { sql: ' SELECT 1 ' }, {});
    expect(response.json()).toMatchObject({ ...answer, tookMs: expect.any(Number) as number });
    expect(asked).toEqual([
      { text: 'SELECT 1', timeoutMs: 10_000, maxRows: 1_000, maxCharacters: 2_000_000 },
    ]);
    const plain = { 'content-type': 'text/plain' };
    const foreign = await server.inject({
      method: 'POST',
      url: '/ops/api/ask',
      headers: plain,
      payload: '{"sql":"SELECT 1"}',
    });
    expect([foreign.statusCode, asked.length]).toEqual([400, 1]);
  });

  it('that are wrong are answered with what the database says, and few run at a time', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    await mountWith(async () => {
      await ended;
      const message = 'Postgres at db: syntax error';
      throw new PortError({
        port: 'read-model-store',
        operation: 'ask',
        reason: 'rejected',
        message,
      });
    });
    const running = [1, 2, 3].map(async () => post('ask', { sql: 'SELEC' }, {}));
    await expect.poll(async () => (await post('ask', { sql: 'x' }, {})).statusCode).toBe(429);
    end();
    for (const each of await Promise.all(running)) {
      expect([each.statusCode, each.json<{ detail: string }>().detail]).toEqual([
        400,
        'Postgres at db: syntax error',
      ]);
    }
  });
});
