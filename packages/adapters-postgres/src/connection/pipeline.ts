import pg, { type ClientBase } from 'pg';
import { sendCopyData, type CopyDataConnection } from './copy-in.js';
import type { CopyStatement, Parameter, Statement } from './statement.js';

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
  readonly onRow?: (row: TextRow) => void;
  /** The longest to wait for the answers; by default as long as the connection's settings say. */
  readonly answerTimeoutMs?: number | undefined;
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
  readonly results: StatementResult[] = [];
  readonly query_timeout: number | undefined;
  callback: ((error?: Error | null) => void) | undefined;
  // pg records a statement as parsed under this name and text.
  name = '';
  text = '';
  readonly #statements: readonly (Statement | CopyStatement)[];
  readonly #onRow: PipelineOptions['onRow'];
  #rows: TextRow[] = [];
  #decodingError: unknown;

  constructor({ statements, onRow, answerTimeoutMs }: PipelineOptions) {
    super('');
    this.#statements = statements;
    this.#onRow = onRow;
    this.#expect();
    this.query_timeout = answerTimeoutMs;
  }

  /** The first error of `onRow`. */
  get decodingError(): unknown {
    return this.#decodingError;
  }

  /** The statement that is answered next; undefined once only the commit is left. */
  get current(): Statement | CopyStatement | undefined {
    return this.#statements[this.results.length];
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

  handleDataRow({ fields }: { readonly fields: TextRow }): void {
    if (this.#onRow === undefined || this.results.length < this.#statements.length - 1) {
      this.#rows.push(fields);
    } else this.#decode(fields, this.#onRow);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.results.push({ rows: this.#rows, rowCount: Number(/\d+$/.exec(text)?.[0] ?? 0) });
    this.#rows = [];
    this.#expect();
  }

  handleError(error: Error, { submittedNamedStatements: submitted }: WireConnection): void {
    for (const statement of this.#statements.slice(this.results.length)) {
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

  /** An error must not be thrown into the driver's parser, which would lose the rest of the answer. */
  #decode(fields: TextRow, onRow: (row: TextRow) => void): void {
    if (this.#decodingError !== undefined) return;
    try {
      onRow(fields);
    } catch (error) {
      this.#decodingError = error;
    }
  }

  #expect(): void {
    this.name = nameOf(this.current);
    this.text = this.current?.text ?? '';
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
  const pipeline = new Pipeline(options);
  return new Promise((resolve, reject) => {
    pipeline.callback = (error) => {
      if (error !== undefined && error !== null) {
        onFailure(error, pipeline.current);
        reject(error);
      } else if (pipeline.decodingError !== undefined) reject(toError(pipeline.decodingError));
      else resolve(pipeline.results);
    };
    client.query(pipeline);
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
  const values = 'copyData' in statement ? [] : (statement.values ?? []);
  connection.bind({ statement: name, values, valueMapper: encode });
  connection.execute({});
  if ('copyData' in statement) sendCopyData(connection, statement);
}

function nameOf(statement: Statement | CopyStatement | undefined): string {
  return statement === undefined || 'copyData' in statement ? '' : (statement.name ?? '');
}

function encode(value: Parameter): string | Buffer | null {
  return value === null || Buffer.isBuffer(value) ? value : String(value);
}
