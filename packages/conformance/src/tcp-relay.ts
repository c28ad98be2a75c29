import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { realClock } from './real-clock.js';

/** Where a {@link TcpRelay} leads, and what it does to answers. */
export interface TcpRelayOptions {
  readonly host: string;
  readonly port: number;
  /** Rewrites each chunk that the server sends. */
  readonly rewrite?: (answer: Buffer) => Buffer;
}

/**
 * A TCP server between one process and its service, for harnesses that stall the process or break its connections.
 * Listens on a free port of 127.0.0.1.
 */
export class TcpRelay {
  readonly #server: Server;
  readonly #options: TcpRelayOptions;
  readonly #sockets = new Set<Socket>();
  readonly #torn = new WeakSet<Socket>();
  #isHeld = false;
  #isTearing = false;
  /** While true, requests pass and answers are lost. */
  isSwallowing = false;
  /** While true, new connections are closed at once. */
  isRefusing = false;

  private constructor(options: TcpRelayOptions) {
    this.#options = options;
    this.#server = createServer((client) => this.#join(client));
  }

  static async open(options: TcpRelayOptions): Promise<TcpRelay> {
    const relay = new TcpRelay(options);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Holds back what either side sends, as a stopped process does, until {@link release}. */
  hold(): void {
    this.#isHeld = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Delivers what was held back, in order. */
  release(): void {
    this.#isHeld = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /**
   * Breaks every connection as a crash of the network does: of the next answer, only the first half arrives. Waits
   * for answers for `waitMs`.
   */
  async tear(waitMs: number): Promise<void> {
    this.#isTearing = true;
    await realClock.sleep(waitMs);
    this.#isTearing = false;
    this.cut();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    if (this.isRefusing) {
      client.on('error', () => client.destroy());
      client.destroy();
      return;
    }
    const { host, port, rewrite = unchanged } = this.#options;
    const service = connect({ host, port, noDelay: true });
    client.setNoDelay(true);
    for (const socket of [client, service]) this.#track(socket, [client, service]);
    client.on('data', (data: Buffer) => service.write(data));
    service.on('data', (data: Buffer) => {
      const answer = this.#passing(client, rewrite(data));
      if (answer.length > 0) client.write(answer);
    });
    if (this.#isHeld) this.hold();
  }

  /** How much of an answer passes. */
  #passing(client: Socket, answer: Buffer): Buffer {
    if (this.isSwallowing || this.#torn.has(client)) return answer.subarray(0, 0);
    if (!this.#isTearing) return answer;
    this.#torn.add(client);
    return answer.subarray(0, Math.ceil(answer.length / 2));
  }

  #track(socket: Socket, pair: readonly Socket[]): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      for (const each of pair) each.destroy();
    });
  }
}

function unchanged(answer: Buffer): Buffer {
  return answer;
}
