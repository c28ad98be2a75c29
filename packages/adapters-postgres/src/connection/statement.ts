import { createHash } from 'node:crypto';

/** A parameter: text, as the server would read it in a literal, or bytes in the type's binary form. */
export type Parameter = string | number | boolean | Buffer | null;

/** How the server writes a value: as in a literal, or in the binary form of its type. */
export type Format = 'text' | 'binary';

/** One statement with its parameters. With a name it is parsed once a connection. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly Parameter[];
  readonly name?: string;
  /** The format of each column of its result, if not all are text. */
  readonly formats?: readonly Format[];
  /** The read model that it writes, or {@link logTarget}; attributes an error to its cause. */
  readonly writes?: string;
}

/** `COPY … FROM STDIN` with its rows in the text format. */
export interface CopyStatement {
  readonly text: string;
  readonly copyData: Buffer;
  readonly writes?: string;
}

/** The value of `writes` for statements that write the log; no read model may have this name. */
export const logTarget = 'events';

/** A statement that runs often: parsed once per connection, under a name derived from its text. */
export type PreparedStatement = Required<Pick<Statement, 'text' | 'name'>>;

const prepared = new Map<string, PreparedStatement>();
/** Far more than a program has, unless their texts name tables of rebuilds. */
const mostPrepared = 1_000;

/** Names `text` so that each connection parses it once. The hash of the name costs more than the rest of a short call. */
export function prepare(text: string): PreparedStatement {
  const known = prepared.get(text);
  if (known !== undefined) return known;
  const name = `f_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  if (prepared.size >= mostPrepared) prepared.clear();
  prepared.set(text, { text, name });
  return { text, name };
}

/** Quotes an identifier. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
