import pg, { type ClientBase } from 'pg';
import { sendCopyData, type CopyDataConnection } from './copy-in.js';
import type { CopyStatement, Parameter, Statement } from './statement.js';
import { bindMessage } from './wire/bind-message.js';
import { WireRow } from './wire/wire-row.js';

/** A row of a result: every value in the server's own text, null as null. */
export type TextRow = readonly (string | null)[];

/** The result of a statement. */
export interface StatementResult {
  readonly rows: readonly TextRow[];
  /** The number of rows written or returned. */
  readonly rowCount: number;
}

/** What a pipeline runs, and what it does with the answers. */
export interface PipelineOptions {
  readonly statements: readonly (Statement | CopyStatement)[];
  /** Takes the rows of the last statement as they arrive; they are not kept. */
  readonly onRow?: (row: WireRow) => void;
  /** The longest to wait for the answers; by default as long as the connection's settings say. */
  readonly answerTimeoutMs?: number | undefined;
}

/** How a pipeline has ended. */
interface PipelineEnd {
  readonly results: readonly StatementResult[];
  readonly error: Error | undefined;
  /** The first error of `onRow`. */
  readonly decodingError: unknown;
  /** The statement that failed; undefined if it was the commit. */
  readonly statement: Statement | CopyStatement | undefined;
}

/** The parts of pg's connection that a pipeline uses; its types leave them out. */
interface WireConnection extends CopyDataConnection {
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { readonly text: string; readonly name: string }): void;
  bind(values: object): void;
  execute(portal: object): void;
  sync(): void;
}

/**
 * Statements that the server runs as one transaction, sent in one piece with a single Sync at the end (protocol manual,
 * "Pipelining"). If one fails, the server skips the rest and rolls all of them back.
 */
class Pipeline extends pg.Query {
  readonly query_timeout: number | undefined;
  // pg replaces it if there is a time-out, and calls this one from its own.
  callback: ((error?: Error | null) => void) | undefined = (error) => this.#settle(error);
  // pg records a statement as parsed under this name and text.
  name = '';
  text = '';
  readonly #statements: readonly (Statement | CopyStatement)[];
  #results: StatementResult[] = [];
  #rows: TextRow[] = [];
  #onRow: PipelineOptions['onRow'];
  #onEnd: ((end: PipelineEnd) => void) | undefined;
  #decodingError: unknown;

  constructor(
    { statements, onRow, answerTimeoutMs }: PipelineOptions,
    onEnd: (end: PipelineEnd) => void,
  ) {
    super('');
    this.#statements = statements;
    this.#onRow = onRow;
    this.#onEnd = onEnd;
    this.#expect();
    this.query_timeout = answerTimeoutMs;
  }

  override submit = (wire: unknown): void => {
    const connection = wire as WireConnection;
    connection.stream.cork();
    try {
      for (const statement of this.#statements) send(connection, statement);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  };

  handleDataRow(row: { readonly fields: TextRow }): void {
    if (this.#onRow === undefined || this.#results.length < this.#statements.length - 1) {
      this.#rows.push(row.fields);
    } else this.#decode(row, this.#onRow);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#results.push({ rows: this.#rows, rowCount: Number(/\d+$/.exec(text)?.[0] ?? 0) });
    this.#rows = [];
    this.#expect();
  }

  handleError(error: Error, { submittedNamedStatements: submitted }: WireConnection): void {
    for (const statement of this.#statements.slice(this.#results.length)) {
      Reflect.deleteProperty(submitted, nameOf(statement));
    }
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    this.callback?.();
  }

  handleCopyInResponse(): void {
    // The data is sent already.
  }

  /**
   * The driver's timer can refer to a pipeline that has ended. Once that is in the old generation of the heap, all that
   * it refers to would follow, page after page, and live until the next full collection. So it lets go of all rows.
   */
  #settle(error: Error | null | undefined): void {
    const onEnd = this.#onEnd;
    const end = {
      results: this.#results,
      error: error ?? undefined,
      decodingError: this.#decodingError,
      statement: this.#current,
    };
    this.#onEnd = undefined;
    this.#onRow = undefined;
    this.#results = [];
    this.#rows = [];
    onEnd?.(end);
  }

  /** An error must not be thrown into the driver's parser, which would lose the rest of the answer. */
  #decode(row: object, onRow: (row: WireRow) => void): void {
    if (this.#decodingError !== undefined) return;
    try {
      if (!(row instanceof WireRow)) throw new TypeError('only a WireClient can decode rows');
      onRow(row);
    } catch (error) {
      this.#decodingError = error;
    }
  }

  /** The statement that is answered next; undefined once only the commit is left. */
  get #current(): Statement | CopyStatement | undefined {
    return this.#statements[this.#results.length];
  }

  #expect(): void {
    this.name = nameOf(this.#current);
    this.text = this.#current?.text ?? '';
  }
}

/**
 * Runs statements as one transaction in one round trip, on a connection that has no open transaction; in one that has,
 * they are a part of it. Rejects with the driver's error and the statement that failed: undefined if it was the commit. If
 * only `onRow` fails, rejects with its first error after the commit.
 */
export async function runPipeline(
  client: ClientBase,
  options: PipelineOptions,
  onFailure: (error: unknown, statement: Statement | CopyStatement | undefined) => void,
): Promise<readonly StatementResult[]> {
  return new Promise((resolve, reject) => {
    const onEnd = ({ results, error, decodingError, statement }: PipelineEnd): void => {
      if (error !== undefined) {
        onFailure(error, statement);
        reject(error);
      } else if (decodingError !== undefined) reject(toError(decodingError));
      else resolve(results);
    };
    client.query(new Pipeline(options, onEnd));
  });
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function send(connection: WireConnection, statement: Statement | CopyStatement): void {
  const { text } = statement;
  const name = nameOf(statement);
  const { parsedStatements: parsed, submittedNamedStatements: submitted } = connection;
  if (name === '' || (parsed[name] === undefined && submitted[name] === undefined)) {
    connection.parse({ text, name });
    if (name !== '') submitted[name] = text;
  }
  if ('copyData' in statement) sendCopy(connection, statement);
  else sendValues(connection, name, statement);
}

function sendValues(
  connection: WireConnection,
  name: string,
  { values = [], formats }: Statement,
): void {
  if (formats === undefined) connection.bind({ statement: name, values, valueMapper: encode });
  else connection.stream.write(bindMessage({ name, values, formats }));
  connection.execute({});
}

function sendCopy(connection: WireConnection, statement: CopyStatement): void {
  connection.bind({ statement: '', values: [] });
  connection.execute({});
  sendCopyData(connection, statement);
}

function nameOf(statement: Statement | CopyStatement | undefined): string {
  return statement === undefined || 'copyData' in statement ? '' : (statement.name ?? '');
}

function encode(value: Parameter): string | Buffer | null {
  return value === null || Buffer.isBuffer(value) ? value : String(value);
}
