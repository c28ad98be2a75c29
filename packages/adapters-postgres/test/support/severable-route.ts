import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** A route to a server that can be cut. */
export interface SeverableRoute {
  readonly host: string;
  readonly port: number;
  /** Destroys every connection on it, at both ends as the kernel does for a killed process, and takes no more. */
  sever(): Promise<void>;
}

/** Listens on its own port and forwards all data to `target`. */
export async function openSeverableRoute(target: {
  readonly host: string;
  readonly port: number;
}): Promise<SeverableRoute> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ ...target, noDelay: true });
    near.setNoDelay(true);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const host = '127.0.0.1';
  await listening(server, host);
  return {
    host,
    port: (server.address() as AddressInfo).port,
    async sever() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}

function listening(server: Server, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
}
