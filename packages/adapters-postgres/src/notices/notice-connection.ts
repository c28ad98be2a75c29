import type { Socket } from 'node:net';
import pg from 'pg';
import { settlesWithin, type Clock } from '@foldmart/core';
import { closeClient } from '../connection/close-client.js';
import type { ConnectionTarget } from '../connection/connection-target.js';
import type { ListenerLock } from './notice-channel.js';

/** Where notices come from. */
export interface NoticePlace {
  readonly target: ConnectionTarget;
  readonly clock: Clock;
  readonly channel: string;
  /** Tells senders of other instances that this one listens. */
  readonly lock: ListenerLock;
}

/** Connects and listens; `onNotice` gets each payload. Rejects if that fails. */
export async function listenOn(
  { target, clock, channel, lock }: NoticePlace,
  onNotice: (payload: string | undefined) => void,
): Promise<NoticeConnection> {
  const client = new pg.Client(target.config);
  const connection = new NoticeConnection(client, clock);
  client.on('notification', ({ payload }) => onNotice(payload));
  try {
    await client.connect();
    const { classId, instanceId } = lock;
    const keys = `${String(classId)}, ${String(instanceId)}`;
    await client.query(`SELECT pg_advisory_lock_shared(${keys}); LISTEN ${channel}`);
  } catch (error) {
    await closeClient(client);
    throw error;
  }
  return connection;
}

const mostCloseMs = 1_000;

/** A connection that only receives notices. */
export class NoticeConnection {
  /** Resolves when the connection has ended, with the reason if it was lost. */
  readonly ended: Promise<Error | undefined>;
  readonly #client: pg.Client;
  readonly #clock: Clock;

  constructor(client: pg.Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    this.ended = new Promise((resolve) => {
      client.on('error', resolve);
      client.on('end', () => resolve(undefined));
    });
  }

  /** Does not wait longer than a second for a server that does not answer. */
  async close(): Promise<void> {
    await settlesWithin(this.#clock, mostCloseMs, closeClient(this.#client));
    (this.#client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }
}
