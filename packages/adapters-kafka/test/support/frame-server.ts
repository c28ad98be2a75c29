import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const SIZE_BYTES = 4;
const CORRELATION_AT = 8;

/** Answers one request, or does something else to its connection. */
export type Reply = (socket: Socket, answer: Buffer) => void;

/** Answers as a broker does. */
export const answers: Reply = (socket, answer) => socket.write(answer);

/** A server that takes requests of the Kafka protocol, and treats each as it is told. */
export class FrameServer {
  readonly #server: Server;
  readonly #replies: Reply[];
  readonly #sockets = new Set<Socket>();
  /** How many connections it has accepted. */
  accepted = 0;

  private constructor(replies: readonly Reply[]) {
    this.#replies = [...replies];
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Treats the requests in this order, and answers all further ones. */
  static async open(...replies: readonly Reply[]): Promise<FrameServer> {
    const server = new FrameServer(replies);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.accepted += 1;
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      while (received.length >= SIZE_BYTES) {
        const end = SIZE_BYTES + received.readInt32BE();
        if (received.length < end) return;
        const reply = this.#replies.shift() ?? answers;
        reply(socket, answerTo(received.readInt32BE(CORRELATION_AT)));
        received = received.subarray(end);
      }
    });
  }
}

/** An answer with a body of text. */
function answerTo(correlationId: number): Buffer {
  const body = Buffer.from(`answer ${correlationId}, with a long body`);
  const answer = Buffer.alloc(SIZE_BYTES + 4 + body.length);
  answer.writeInt32BE(4 + body.length, 0);
  answer.writeInt32BE(correlationId, SIZE_BYTES);
  body.copy(answer, SIZE_BYTES + 4);
  return answer;
}
