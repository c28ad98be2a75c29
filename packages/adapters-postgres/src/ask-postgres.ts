import { PortError } from '@foldmart/core';
import pg from 'pg';
import { sqlState } from './classify-error.js';
import { connectionTarget } from './connection/connection-target.js';
import { toPortError } from './connection/port-failure.js';
import { postgresOptionsSchema, type PostgresOptionsInput } from './options.js';

/** A question of a person, and its bounds. */
export interface PostgresQuestion {
  /** One statement that reads. */
  readonly text: string;
  readonly maxRows: number;
  /** The answer is cut after about so many characters. */
  readonly maxCharacters: number;
  readonly timeoutMs: number;
}

/** What a column holds, as far as a reader needs it. */
export type AnswerColumnKind = 'number' | 'time' | 'text';

/** The rows of an answer as Postgres prints them; times in UTC, as RFC 3339 writes them. */
export interface PostgresAnswer {
  readonly columns: readonly { readonly name: string; readonly kind: AnswerColumnKind }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Whether there are more rows. */
  readonly isCut: boolean;
}

type AnswerPart = Pick<pg.QueryArrayResult<(string | null)[]>, 'fields' | 'rows'>;

const operation = { port: 'read-model-store', operation: 'ask' } as const;
const fetchedRows = 200;

/** Gives up rights that reading does not need, such as those to read files, if the role may do so. */
const withReadersRights = `SELECT set_config('role', rolname, true) FROM pg_catalog.pg_roles
  WHERE rolname = 'pg_read_all_data' AND pg_catalog.pg_has_role(oid, 'MEMBER')`;

/**
 * Answers one question on a connection of its own: in a read-only transaction with a time-out, with no more rows than
 * asked for, and with the rights of `pg_read_all_data` if the role may take them. Rejects with a PortError; `rejected`
 * tells what is wrong with the question.
 */
export async function askPostgres(
  input: PostgresOptionsInput,
  question: PostgresQuestion,
): Promise<PostgresAnswer> {
  const options = postgresOptionsSchema.parse(input);
  const statementTimeoutMs = question.timeoutMs;
  const { config, address } = connectionTarget({ ...options, statementTimeoutMs });
  const client = new pg.Client({ ...config, pipeline: false });
  // Without a listener, a connection that breaks between two statements would crash the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN READ ONLY');
    const settings = "set_config('search_path', $1, true), set_config('TimeZone', 'UTC', true)";
    await client.query(`SELECT ${settings}`, [options.schema]);
    await client.query(withReadersRights);
    return await answer(client, question);
  } catch (error) {
    throw refusal(error, address, question) ?? toPortError(operation, address, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function answer(client: pg.Client, question: PostgresQuestion): Promise<PostgresAnswer> {
  if (!hasCursor(question.text)) return shown([await ask(client, question.text)], question);
  await ask(client, `DECLARE answer NO SCROLL CURSOR FOR ${question.text}`);
  const parts: AnswerPart[] = [];
  let [rows, characters] = [0, 0];
  while (rows <= question.maxRows && characters <= question.maxCharacters) {
    const wanted = Math.min(fetchedRows, question.maxRows + 1 - rows);
    const part = await ask(client, `FETCH ${String(wanted)} FROM answer`);
    parts.push(part);
    rows += part.rows.length;
    characters += part.rows.flat().reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (part.rows.length < wanted) break;
  }
  return shown(parts, question);
}

/** Plans and settings cannot be read by a cursor; they are short. */
function hasCursor(text: string): boolean {
  const start = text.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/, '');
  return !/^(explain|show)\b/i.test(start);
}

/** The extended protocol takes one statement: none can end this transaction and begin another. */
function ask(client: pg.Client, text: string): Promise<AnswerPart> {
  return client.query<(string | null)[]>({
    text,
    rowMode: 'array',
    queryMode: 'extended',
    types: { getTypeParser: () => (value: string) => value },
  } as pg.QueryArrayConfig);
}

function shown(
  parts: readonly AnswerPart[],
  { maxRows, maxCharacters }: PostgresQuestion,
): PostgresAnswer {
  const fields = parts[0]?.fields ?? [];
  const columns = fields.map(({ name, dataTypeID }) => ({ name, kind: kindOf(dataTypeID) }));
  const all = parts.flatMap(({ rows }) => rows);
  const rows: (string | null)[][] = [];
  let characters = 0;
  for (const row of all.slice(0, maxRows)) {
    characters += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (characters > maxCharacters && rows.length > 0) break;
    rows.push(row.map((cell, nth) => (columns[nth]?.kind === 'time' ? instant(cell) : cell)));
  }
  return { columns, rows, isCut: rows.length < all.length };
}

/** By the ids of the built-in types, which never change. */
const kinds: Readonly<Record<number, AnswerColumnKind>> = {
  20: 'number',
  21: 'number',
  23: 'number',
  700: 'number',
  701: 'number',
  1700: 'number',
  1082: 'time',
  1114: 'time',
  1184: 'time',
};

function kindOf(type: number): AnswerColumnKind {
  return kinds[type] ?? 'text';
}

/** `2026-02-03 14:30:00.5+00` becomes `2026-02-03T14:30:00.5Z`; a date stays one. */
function instant(text: string | null): string | null {
  return text?.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/, '$1T$2Z') ?? null;
}

/** What the server says about the question itself, for which no retry helps. */
function refusal(
  error: unknown,
  address: string,
  { timeoutMs }: PostgresQuestion,
): PortError | undefined {
  const state = sqlState(error);
  const isTimeout = state === '57014';
  if (!(error instanceof Error) || state === undefined) return undefined;
  if (!isTimeout && /^(08|28|3D|53|57|58)/.test(state)) return undefined;
  return new PortError({
    ...operation,
    reason: 'rejected',
    message: isTimeout
      ? `It took longer than ${String(timeoutMs / 1_000)} s, and was cancelled.`
      : `Postgres at ${address}: ${error.message}`,
    ...(isTimeout && { hint: 'read less: fewer rows, or a condition on an indexed column' }),
    cause: error,
  });
}
