import type { Socket } from 'node:net';
import type pg from 'pg';

/** What pg's types omit. */
interface ClientState {
  /** True once the server has accepted the connection. */
  readonly _connected: boolean;
  readonly connection: { readonly stream: Socket };
}

/**
 * Closes a client. Never rejects. A connection that was never established is cut, since pg's `end` may wait for ever for it
 * after the server has refused the certificate of the client.
 */
export async function closeClient(client: pg.Client): Promise<void> {
  const { _connected: isConnected, connection } = client as unknown as ClientState;
  if (isConnected) await client.end().catch(() => undefined);
  else connection.stream.destroy();
}
