import pg from 'pg';
import type { CopyStatement } from './statement.js';

/** The parts of pg's connection that send the data of a copy; its types leave them out. */
export interface CopyDataConnection {
  readonly stream: { cork(): void; uncork(): void; write(bytes: Buffer): void };
  endCopyFrom(): void;
}

interface CopyConnection extends CopyDataConnection {
  query(text: string): void;
}

interface QueryCallbacks {
  callback: (error: Error | null | undefined) => void;
}

/**
 * Sends `COPY … FROM STDIN` together with its data, without waiting for the server to request it. A server that
 * rejects the statement discards the data (protocol manual, "COPY Operations").
 */
class CopyIn extends pg.Query {
  readonly #copy: CopyStatement;

  constructor(copy: CopyStatement) {
    super({ text: copy.text });
    this.#copy = copy;
  }

  // pg calls this to send the query.
  override submit = (connection: unknown): void => {
    const target = connection as CopyConnection;
    target.stream.cork();
    try {
      target.query(this.#copy.text);
      sendCopyData(target, this.#copy);
    } finally {
      target.stream.uncork();
    }
  };

  handleCopyInResponse(): void {
    // The data is sent already.
  }
}

/** Sends the data of a copy, and that it ends. */
export function sendCopyData(target: CopyDataConnection, { copyData }: CopyStatement): void {
  // The driver's own function would copy the data first.
  target.stream.write(copyDataHeader(copyData.length));
  target.stream.write(copyData);
  target.endCopyFrom();
}

/** What comes before the data: the type of the message, and its length with these four bytes. */
function copyDataHeader(bytes: number): Buffer {
  const header = Buffer.allocUnsafe(5);
  header.write('d', 'latin1');
  header.writeInt32BE(bytes + 4, 1);
  return header;
}

/** Runs a copy on `client`; resolves when the server has received all rows. */
export function copyIn(client: pg.ClientBase, copy: CopyStatement): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new CopyIn(copy);
    (query as unknown as QueryCallbacks).callback = (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    };
    client.query(query);
  });
}
