import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

type Route = { readonly host: string; readonly port: number; readonly server: Server };

/**
 * Stands between a client and the brokers, in this process, and can keep the brokers' answers to itself.
 * Brokers say where they and others are to be found; in what passes, those ports become the proxy's own.
 */
export class ProxiedBrokers {
  readonly #routes: Route[] = [];
  readonly #sockets = new Set<Socket>();
  /** While true, requests pass and answers do not. */
  isSwallowing = false;

  static async before(servers: readonly string[]): Promise<ProxiedBrokers> {
    const proxy = new ProxiedBrokers();
    await Promise.all(servers.map((server) => proxy.#listen(server)));
    return proxy;
  }

  get servers(): string[] {
    return this.#routes.map(({ server }) => `127.0.0.1:${portOf(server)}`);
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await Promise.all(
      this.#routes.map(({ server }) => new Promise((resolve) => server.close(resolve))),
    );
  }

  async #listen(address: string): Promise<void> {
    const [host = '', port = ''] = address.split(':');
    const server = createServer((client) => this.#join(client, host, Number(port)));
    this.#routes.push({ host, port: Number(port), server });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  #join(client: Socket, host: string, port: number): void {
    const broker = connect(port, host);
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        broker.destroy();
        this.#sockets.delete(socket);
      });
    }
    client.on('data', (data) => broker.write(data));
    broker.on('data', (data) => {
      if (!this.isSwallowing) client.write(this.#redirect(data));
    });
  }

  #redirect(answer: Buffer): Buffer {
    for (const { host, port, server } of this.#routes) {
      const advertised = place(host, port);
      const here = place(host, portOf(server));
      for (
        let at = answer.indexOf(advertised);
        at !== -1;
        at = answer.indexOf(advertised, at + 1)
      ) {
        here.copy(answer, at);
      }
    }
    return answer;
  }
}

/** A broker's place as Kafka's answers spell it: the host behind its length, then the port. */
function place(host: string, port: number): Buffer {
  const spelled = Buffer.alloc(6 + host.length);
  spelled.writeInt16BE(host.length, 0);
  spelled.write(host, 2);
  spelled.writeInt32BE(port, 2 + host.length);
  return spelled;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
