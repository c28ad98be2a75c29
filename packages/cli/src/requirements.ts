import { isOneProcess, type Settings } from '@foldmart/composition';
import { UsageError } from './usage-error.js';

const howToShare =
  'set QUEUE_TYPE=kafka or redis and DB_TYPE=postgres, or run everything in one process with foldmart start';

/** Refuses a command that works with other processes if queue or database live in this one. */
export function requirePartners(command: string, settings: Settings): void {
  if (settings.queueType === 'direct') {
    throw new UsageError(
      `foldmart ${command} needs a queue, and KAFKA_ENABLED=false switches it off: set QUEUE_TYPE=kafka or redis`,
    );
  }
  if (isOneProcess(settings)) {
    throw new UsageError(
      `foldmart ${command} works with other processes, but ${inMemory(settings)} in this process's memory: ${howToShare}`,
    );
  }
}

/** Refuses a command that fills a database which ends with this process. */
export function requireDatabase(command: string, { databaseType }: Settings): void {
  if (databaseType !== 'memory') return;
  throw new UsageError(
    `foldmart ${command} would fill a database that ends with this process: set DB_TYPE=postgres, or use foldmart start`,
  );
}

/** Refuses a command that reads what others have written, if the database ends with each process. */
export function requireKeptDatabase(command: string, { databaseType }: Settings): void {
  if (databaseType !== 'memory') return;
  throw new UsageError(
    `foldmart ${command} reads the database, but a new one in this process's memory is empty: set DB_TYPE=postgres`,
  );
}

/** Refuses a command that needs a shared queue. */
export function requireQueue(command: string, { queueType }: Settings): void {
  if (queueType !== 'memory' && queueType !== 'direct') return;
  throw new UsageError(
    `foldmart ${command} needs a queue that processes share: set QUEUE_TYPE=kafka or redis`,
  );
}

/** Refuses a command that needs a shared cache. */
export function requireCache(command: string, { cacheType }: Settings): void {
  if (cacheType !== 'memory') return;
  throw new UsageError(
    `foldmart ${command} needs a cache that processes share: set CACHE_TYPE=redis`,
  );
}

function inMemory({ queueType, databaseType }: Settings): string {
  const parts = [
    ...(queueType === 'memory' ? ['the queue'] : []),
    ...(databaseType === 'memory' ? ['the database'] : []),
  ];
  return `${parts.join(' and ')} ${parts.length > 1 ? 'are' : 'is'}`;
}
