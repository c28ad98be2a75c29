import { isPortError } from '@foldmart/core';
import type { Settings } from '../settings/settings.js';
import { ServiceWatch, type OpenOutage, type WatchDependencies } from './service-watch.js';

const names: Readonly<Record<string, string>> = {
  kafka: 'Kafka',
  redis: 'Redis',
  postgres: 'Postgres',
};
const inProcess = new Set(['memory', 'direct']);

type Settled = Pick<Settings, 'queueType' | 'cacheType' | 'databaseType'>;

/** The services of an application, and which of them do not answer. */
export class Outages {
  readonly #settings: Settled;
  readonly #watches: ReadonlyMap<string, ServiceWatch>;

  constructor(settings: Settled, dependencies: WatchDependencies) {
    this.#settings = settings;
    const { queueType, cacheType, databaseType } = settings;
    const services = [queueType, cacheType, databaseType].filter((type) => !inProcess.has(type));
    this.#watches = new Map(
      services.map((type) => [type, new ServiceWatch(names[type] ?? type, dependencies)]),
    );
  }

  get queue(): ServiceWatch | undefined {
    return this.#watches.get(this.#settings.queueType);
  }

  get cache(): ServiceWatch | undefined {
    return this.#watches.get(this.#settings.cacheType);
  }

  get database(): ServiceWatch | undefined {
    return this.#watches.get(this.#settings.databaseType);
  }

  /** The names of the services that are watched. */
  services(): readonly string[] {
    return [...this.#watches.keys()].map((type) => names[type] ?? type);
  }

  /** The outages that have not ended. */
  open(): readonly OpenOutage[] {
    return [...this.#watches.values()].flatMap(({ outage }) => outage ?? []);
  }

  /** The service that an error came from, if it did not answer. */
  behind(error: unknown): ServiceWatch | undefined {
    if (!isPortError(error) || !error.isRetryable) return undefined;
    if (error.port === 'event-bus') return this.queue;
    return error.port === 'entity-cache' ? this.cache : this.database;
  }

  /** A batch failed with this error. */
  batchWaits(batch: string, error: unknown): void {
    this.behind(error)?.batchWaits(batch);
  }

  /** A batch was handled, or is another member's. */
  batchLeaves(batch: string): void {
    for (const watch of this.#watches.values()) watch.batchLeaves(batch);
  }

  close(): void {
    for (const watch of this.#watches.values()) watch.close();
  }
}
