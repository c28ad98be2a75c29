import { connect as connectTcp, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory, ISocketFactoryArgs } from 'kafkajs';

const KEEP_ALIVE_DELAY_MS = 60_000;

/** Opens the sockets of one client, and can close them: those of one broker, or all of them for good. */
export class ClientSockets {
  readonly #open = new Map<Socket, string>();
  #isSevered = false;

  /** The socket factory for kafkajs. */
  readonly factory: ISocketFactory = (target) => {
    if (this.#isSevered) return refused();
    const socket = open(target);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    // A request is written whole, so delaying it until the last one is acknowledged gains nothing.
    socket.setNoDelay(true);
    this.#open.set(socket, `${target.host}:${target.port}`);
    socket.once('close', () => {
      this.#open.delete(socket);
      // kafkajs disconnects sockets that are already closed, and Node would add a listener each time.
      socket.unref = () => socket;
    });
    return socket;
  };

  /** Closes the connections to one broker. Pending requests to it reject. */
  drop(address: string, reason: string): void {
    for (const [socket, target] of this.#open) {
      if (target === address) socket.destroy(new Error(reason));
    }
  }

  /** Closes all connections. Later attempts to connect fail. */
  sever(): void {
    this.#isSevered = true;
    for (const socket of this.#open.keys()) socket.destroy(new Error('the client is closed'));
  }
}

function open({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  // For plain connections kafkajs passes undefined here, although its types say otherwise.
  if (!(ssl as unknown)) return connectTcp({ host, port }, onConnect);
  const name = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ host, port, ...name, ...ssl }, onConnect);
}

function refused(): Socket {
  const socket = new Socket();
  process.nextTick(() => socket.destroy(new Error('the client is closed')));
  return socket;
}
