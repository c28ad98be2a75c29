import pg, { type ClientBase } from 'pg';
import type { CopyStatement, Parameter, Statement } from './statement.js';

/** A row of a result: every value in the server's own text, null as null. */
export type TextRow = readonly (string | null)[];

/** The result of a statement. */
export interface StatementResult {
  readonly rows: readonly TextRow[];
  /** The number of rows written or returned. */
  readonly rowCount: number;
}

/** The parts of pg's connection that a pipeline uses; its types leave them out. */
interface WireConnection {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { readonly text: string; readonly name: string }): void;
  bind(values: object): void;
  execute(portal: object): void;
  sync(): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
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
  #rows: TextRow[] = [];

  constructor(statements: readonly (Statement | CopyStatement)[], answerTimeoutMs?: number) {
    super('');
    this.#statements = statements;
    this.#expect();
    this.query_timeout = answerTimeoutMs;
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
    this.#rows.push(fields);
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

  #expect(): void {
    this.name = nameOf(this.current);
    this.text = this.current?.text ?? '';
  }
}

/**
 * Runs statements as one transaction in one round trip, on a connection that has no open transaction; in one that has,
 * they are a part of it. Rejects with the driver's error and the statement that failed: undefined if it was the commit.
 */
export async function runPipeline(
  client: ClientBase,
  statements: readonly (Statement | CopyStatement)[],
  onFailure: (error: unknown, statement: Statement | CopyStatement | undefined) => void,
  answerTimeoutMs?: number,
): Promise<readonly StatementResult[]> {
  const pipeline = new Pipeline(statements, answerTimeoutMs);
  return new Promise((resolve, reject) => {
    pipeline.callback = (error) => {
      if (error === undefined || error === null) resolve(pipeline.results);
      else {
        onFailure(error, pipeline.current);
        reject(error);
      }
    };
    client.query(pipeline);
  });
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
  if (!('copyData' in statement)) return;
  connection.sendCopyFromChunk(statement.copyData);
  connection.endCopyFrom();
}

function nameOf(statement: Statement | CopyStatement | undefined): string {
  return statement === undefined || 'copyData' in statement ? '' : (statement.name ?? '');
}

function encode(value: Parameter): string | Buffer | null {
  return value === null || Buffer.isBuffer(value) ? value : String(value);
}
