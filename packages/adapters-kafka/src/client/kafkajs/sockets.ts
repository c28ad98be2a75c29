import { connect as connectTcp, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory, ISocketFactoryArgs } from 'kafkajs';

const KEEP_ALIVE_DELAY_MS = 60_000;

/** Opens the sockets of one client, and can end them: those of one broker, or all of them for good. */
export class ClientSockets {
  readonly #open = new Map<Socket, string>();
  #isSevered = false;

  /** For kafkajs. */
  readonly factory: ISocketFactory = (target) => {
    if (this.#isSevered) return refused();
    const socket = open(target);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    // A request is written whole: nothing is gained by holding it back until the last one is acknowledged.
    socket.setNoDelay(true);
    this.#open.set(socket, `${target.host}:${target.port}`);
    socket.once('close', () => {
      this.#open.delete(socket);
      // kafkajs keeps disconnecting a socket that is closed, and each time Node would add a listener.
      socket.unref = () => socket;
    });
    return socket;
  };

  /** Ends the connections to one broker, which rejects what waits for its answers. */
  drop(address: string, reason: string): void {
    for (const [socket, target] of this.#open) {
      if (target === address) socket.destroy(new Error(reason));
    }
  }

  /** Ends all connections; those asked for later fail. */
  sever(): void {
    this.#isSevered = true;
    for (const socket of this.#open.keys()) socket.destroy(new Error('the client is closed'));
  }
}

function open({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  // kafkajs passes what it was given: nothing at all for plain connections, whatever its types say.
  if (!(ssl as unknown)) return connectTcp({ host, port }, onConnect);
  const name = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ host, port, ...name, ...ssl }, onConnect);
}

function refused(): Socket {
  const socket = new Socket();
  process.nextTick(() => socket.destroy(new Error('the client is closed')));
  return socket;
}
