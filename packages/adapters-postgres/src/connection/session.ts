import type { ClientBase, CustomTypesConfig } from 'pg';
import { copyIn } from './copy-in.js';
import { runPipeline, type StatementResult } from './pipeline.js';
import type { CopyStatement, Statement } from './statement.js';
import type { WireRow } from './wire/wire-row.js';

export type { StatementResult, TextRow } from './pipeline.js';

const asText: CustomTypesConfig = { getTypeParser: () => (text: string) => text };

const commit: Statement = { text: 'COMMIT' };

const refused = new WeakMap<object, Statement | CopyStatement>();

/** The statement that failed with this error; undefined if it was not a statement of a session. */
export function failedStatement(error: unknown): Statement | CopyStatement | undefined {
  return typeof error === 'object' && error !== null ? refused.get(error) : undefined;
}

function noteFailure(error: unknown, statement: Statement | CopyStatement): void {
  if (typeof error === 'object' && error !== null) refused.set(error, statement);
}

/** One connection while it is in use. Statements that are not awaited one by one share a round trip. */
export class Session {
  readonly client: ClientBase;
  readonly #answerTimeoutMs: number | undefined;

  /** `answerTimeoutMs` is the longest to wait for an answer; by default as long as the connection's settings say. */
  constructor(client: ClientBase, answerTimeoutMs?: number) {
    this.client = client;
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /** Runs one statement. Rejects with the driver's error; see {@link failedStatement}. */
  async run(statement: Statement): Promise<StatementResult> {
    if (statement.name !== undefined) {
      const [result] = await this.transact([statement]);
      return result ?? { rows: [], rowCount: 0 };
    }
    // The types of pg leave out `query_timeout`, which it takes for each query too.
    const timeout =
      this.#answerTimeoutMs === undefined ? {} : { query_timeout: this.#answerTimeoutMs };
    try {
      const { rows, rowCount } = await this.client.query<(string | null)[]>({
        text: statement.text,
        ...(statement.values === undefined ? {} : { values: [...statement.values] }),
        rowMode: 'array',
        types: asText,
        ...timeout,
      });
      return { rows, rowCount: rowCount ?? 0 };
    } catch (error) {
      noteFailure(error, statement);
      throw error;
    }
  }

  /**
   * Runs all statements as one transaction, without a BEGIN or COMMIT, in one round trip. Outside of a transaction only.
   * Rejects with the first error; then nothing is written. An error of the commit is one of the statement `COMMIT`.
   */
  transact(
    statements: readonly (Statement | CopyStatement)[],
  ): Promise<readonly StatementResult[]> {
    return runPipeline(
      this.client,
      { statements, answerTimeoutMs: this.#answerTimeoutMs },
      (error, statement = commit) => noteFailure(error, statement),
    );
  }

  /**
   * Runs statements as {@link transact} does, and decodes the rows of the last one as they arrive.
   * What is not decoded never becomes a JavaScript value. Rejects with the first error of `decode`.
   */
  async read<Row>(
    statements: readonly Statement[],
    decode: (row: WireRow) => Row,
  ): Promise<readonly Row[]> {
    // Not a literal: see `fillEvent` in codec.ts.
    const rows = Array.of<Row>();
    const onRow = (row: WireRow): void => {
      rows.push(decode(row));
    };
    await runPipeline(
      this.client,
      { statements, onRow, answerTimeoutMs: this.#answerTimeoutMs },
      (error, statement = commit) => noteFailure(error, statement),
    );
    return rows;
  }

  /**
   * Sends all statements at once and waits for every answer. Rejects with the first error. In a transaction, the
   * statements after it fail too, and a commit among them rolls back. A generator is sent piece by piece: the server
   * works on a statement while the next one is made. If it throws, this rejects with its error once the statements
   * before it are answered.
   */
  async runAll(
    statements: Iterable<Statement | CopyStatement>,
  ): Promise<readonly StatementResult[]> {
    const answers: Promise<StatementResult>[] = [];
    let results: readonly PromiseSettledResult<StatementResult>[];
    try {
      for (const statement of statements) answers.push(this.#send(statement));
    } finally {
      results = await Promise.allSettled(answers);
    }
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  #send(statement: Statement | CopyStatement): Promise<StatementResult> {
    return 'copyData' in statement ? this.#copy(statement) : this.run(statement);
  }

  async #copy(statement: CopyStatement): Promise<StatementResult> {
    try {
      await copyIn(this.client, statement);
    } catch (error) {
      noteFailure(error, statement);
      throw error;
    }
    return { rows: [], rowCount: 0 };
  }
}

/** Begins a read-only transaction with one snapshot. */
export const beginReadingOneMoment = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export interface TransactionOptions {
  readonly begin?: string;
  /** `ROLLBACK` undoes work that succeeded. */
  readonly end?: 'COMMIT' | 'ROLLBACK';
}

/**
 * Runs `work` in a transaction and commits it. If `work` rejects, the transaction is rolled back and this rejects
 * with the same error. If the connection is lost, the server rolls back by itself.
 */
export async function inTransaction<Result>(
  session: Session,
  work: (session: Session) => Promise<Result>,
  { begin = 'BEGIN', end = 'COMMIT' }: TransactionOptions = {},
): Promise<Result> {
  const [begun, done] = await Promise.allSettled([session.run({ text: begin }), work(session)]);
  if (begun.status === 'fulfilled' && done.status === 'fulfilled') {
    await session.run({ text: end });
    return done.value;
  }
  const error: unknown =
    begun.status === 'rejected' ? begun.reason : (done as PromiseRejectedResult).reason;
  await rollBack(session);
  throw error;
}

/**
 * Rolls back the open transaction. If that fails too, the connection is broken, and the caller gets the first error.
 */
export async function rollBack(session: Session): Promise<void> {
  await session.run({ text: 'ROLLBACK' }).catch(() => undefined);
}
