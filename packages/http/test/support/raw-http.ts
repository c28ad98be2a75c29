import { connect } from 'node:net';

/** What a server sent on one connection until it closed the connection. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends raw bytes in pieces, and reads until the server disconnects. */
export async function sendRaw(port: number, pieces: AsyncIterable<string>): Promise<RawAnswer> {
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  for await (const piece of pieces) {
    if (!socket.writable) break;
    socket.write(piece);
  }
  await closed;
  const [head = '', body = ''] = received.split('\r\n\r\n', 2);
  return { status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body };
}
