import type { EventBusCapabilities, Logger } from '@foldmart/core';
import type { RedisConnection } from '../redis-connection.js';

/**
 * Reads, each time the connection is made, how the server keeps what it acknowledges. The claim is `machine` only if
 * the server says `appendonly yes` and `appendfsync always`: then every write is on its disk before the answer. It is
 * `process` before the server has answered, with any other setting, and if an ACL forbids CONFIG GET.
 */
export class ServerDurability {
  readonly #connection: RedisConnection;
  readonly #logger: Logger;
  #claim: EventBusCapabilities['durability'] = 'process';

  constructor(connection: RedisConnection, logger: Logger) {
    this.#connection = connection;
    this.#logger = logger;
    connection.onReady(() => void this.#read());
    connection.onLost(() => {
      this.#claim = 'process';
    });
  }

  get claim(): EventBusCapabilities['durability'] {
    return this.#claim;
  }

  async #read(): Promise<void> {
    try {
      const settings = await this.#connection.run('capabilities', (redis) =>
        redis.config('GET', 'appendonly', 'appendfsync'),
      );
      this.#claim = isSyncedAlways(settings) ? 'machine' : 'process';
    } catch (error) {
      this.#logger.debug('the durability of Redis could not be read: the weaker one is claimed', {
        error,
      });
    }
  }
}

function isSyncedAlways(settings: unknown): boolean {
  const cells = Array.isArray(settings) ? settings.map(String) : [];
  const valueOf = (name: string): string | undefined => {
    const at = cells.findIndex((cell, index) => index % 2 === 0 && cell === name);
    return at === -1 ? undefined : cells[at + 1];
  };
  return valueOf('appendonly') === 'yes' && valueOf('appendfsync') === 'always';
}
