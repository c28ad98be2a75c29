import type { Clock } from '@foldmart/core';
import type {
  ConnectionPool,
  ConnectionPoolBuilder,
  SocketConnection,
} from './kafkajs-internals.js';
import { mendConnection } from './mended-connection.js';

/**
 * Gives each socket a connection of its own. kafkajs 2.2.4 reopens a closed connection with the state of the former
 * socket. If that broke in the middle of an answer, the first part is taken for the beginning of the next answer, and
 * no later one is understood.
 */
export function useConnectionsOnce(builder: ConnectionPoolBuilder, clock: Clock): void {
  const build = builder.build.bind(builder);
  builder.build = async (address) => {
    const pool = await build(address);
    replaceClosed(pool, async () => {
      const { host, port, rack = null } = pool;
      const [connection] = (await build({ host, port, rack })).pool;
      if (connection === undefined) throw new Error('kafkajs made a pool without connections');
      mendConnection(connection, clock);
      return connection;
    });
    return pool;
  };
}

/** Concurrent requests share an attempt to connect. In kafkajs each opens a socket, and all but one leak. */
function replaceClosed(pool: ConnectionPool, create: () => Promise<SocketConnection>): void {
  const opening = new Map<number, Promise<SocketConnection>>();

  const open = async (index: number): Promise<SocketConnection> => {
    const former = pool.pool[index];
    const connection = await create();
    if (former !== undefined) passOn(former, connection);
    pool.pool[index] = connection;
    await connection.connect();
    return connection;
  };

  pool.getConnection = async (index = 0) => {
    const present = pool.pool[index];
    if (present?.isConnected() === true) return present;
    const opened = opening.get(index) ?? open(index).finally(() => opening.delete(index));
    opening.set(index, opened);
    return opened;
  };
}

/** What is known of the broker. */
function passOn(former: SocketConnection, connection: SocketConnection): void {
  connection.setVersions(former.versions);
  connection.setSupportAuthenticationProtocol(former.getSupportAuthenticationProtocol());
}
