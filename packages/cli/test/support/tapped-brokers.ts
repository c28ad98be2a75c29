import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { apiKeyOf, RequestFrames } from './request-frames.js';

const offsetCommit = 8;

/** What becomes of a commit of offsets, and of everything after it on its connection. */
export type FateOfCommit = 'pass' | 'never arrives' | 'is not answered';

/** Decides the fate of a commit that a client sends to a broker, such as `kafka2`. */
export type OnCommit = (broker: string) => FateOfCommit;

/** Stands between a client and its brokers, and sees when the client commits offsets. */
export interface TappedBrokers {
  /** For `KAFKA_BOOTSTRAP_SERVERS`. */
  readonly servers: string;
  onCommit: OnCommit;
  close(): Promise<void>;
}

interface Route {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly server: Server;
}

/** Opens the tap. Brokers announce their addresses in answers; it replaces those ports with its own. */
export async function tapBrokers(servers: string): Promise<TappedBrokers> {
  const sockets = new Set<Socket>();
  const routes: Route[] = [];
  const tap: TappedBrokers = {
    get servers() {
      return routes.map(({ server }) => `127.0.0.1:${String(portOf(server))}`).join(',');
    },
    onCommit: () => 'pass',
    async close() {
      const closed = routes.map(({ server }) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
  for (const [index, address] of servers.split(',').entries()) {
    const [host = '', port = ''] = address.split(':');
    const name = `kafka${String(index + 1)}`;
    const server = createServer((client) => {
      join(client, connect({ host, port: Number(port) }), () => tap.onCommit(name));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    routes.push({ name, host, port: Number(port), server });
  }
  return tap;

  function join(client: Socket, broker: Socket, onCommit: () => FateOfCommit): void {
    const frames = new RequestFrames();
    let fate: FateOfCommit = 'pass';
    for (const socket of [client, broker]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        broker.destroy();
      });
    }
    client.on('data', (piece: Buffer) => {
      for (const frame of frames.take(piece)) {
        if (fate !== 'pass') return;
        if (apiKeyOf(frame) === offsetCommit) fate = onCommit();
        if (fate !== 'never arrives') broker.write(frame);
      }
    });
    broker.on('data', (answer: Buffer) => {
      if (fate === 'pass') client.write(redirected(answer, routes));
    });
  }
}

function redirected(answer: Buffer, routes: readonly Route[]): Buffer {
  for (const { host, port, server } of routes) {
    const advertised = place(host, port);
    const here = place(host, portOf(server));
    for (let at = answer.indexOf(advertised); at !== -1; at = answer.indexOf(advertised, at + 1)) {
      here.copy(answer, at);
    }
  }
  return answer;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** An address as answers encode it: the length of the host, the host, then the port. */
function place(host: string, port: number): Buffer {
  const spelled = Buffer.alloc(6 + host.length);
  spelled.writeInt16BE(host.length, 0);
  spelled.write(host, 2);
  spelled.writeInt32BE(port, 2 + host.length);
  return spelled;
}
