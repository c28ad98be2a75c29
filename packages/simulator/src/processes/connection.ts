import {
  createMemoryDatabase,
  MemoryEntityCache,
  MemoryEventBus,
  type MemoryEventBusOptions,
  type MemoryModule,
} from '@foldmart/adapters-memory';
import type {
  CachedEntityKind,
  Clock,
  Database,
  EntityCache,
  EventBus,
  Logger,
  Projection,
  Random,
} from '@foldmart/core';
import { Link } from '../network/link.js';
import { linkedBus } from '../network/linked-bus.js';
import { commitSite, linkedDatabase, linkedLeases } from '../network/linked-database.js';
import { linkedPort } from '../network/linked-port.js';
import { QueueClock } from '../network/queue-clock.js';
import type { Kernel } from '../running/kernel.js';
import type { Behind, Services } from '../services/services.js';
import type { Incarnation } from './incarnation.js';

/** What a database is opened with. */
export interface DatabaseContent {
  readonly projections: readonly Projection[];
  readonly cachedKinds?: readonly CachedEntityKind[];
  readonly modules?: readonly MemoryModule<unknown>[];
}

/** What a process needs of itself to open connections. */
export interface ConnectionTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Short, so that leaders change within a run. */
const leaderLeaseMs = 4_000;

const same = <Port>(port: Port): Port => port;

/** The connections of one process to the services. They end with it. */
export class Connection {
  readonly #process: Incarnation;
  readonly #services: Services;
  readonly #behind: Behind;
  readonly #tools: ConnectionTools;
  readonly #link: Link;

  constructor(
    kernel: Kernel,
    process: Incarnation,
    { services, behind }: { readonly services: Services; readonly behind: Behind },
    tools: ConnectionTools,
  ) {
    this.#process = process;
    this.#services = services;
    this.#behind = behind;
    this.#tools = tools;
    this.#link = new Link(kernel, process, tools.clock);
  }

  bus(options: MemoryEventBusOptions = {}): EventBus {
    const { clock, random, logger } = this.#tools;
    const bus = new MemoryEventBus(options, {
      clock: new QueueClock(clock, this.#link),
      random,
      logger,
      broker: this.#services.broker,
    });
    this.#process.onCrash(() => bus.crash());
    const { bus: replace = same } = this.#behind;
    return linkedBus(replace(bus), this.#link);
  }

  cache(): EntityCache {
    const { clock, random } = this.#tools;
    const cache = new MemoryEntityCache({ clock, random, server: this.#services.cache });
    const { cache: replace = same } = this.#behind;
    return linkedPort(replace(cache), this.#link, {
      service: 'cache',
      port: 'entity-cache',
      direct: ['isConnected', 'close'],
    });
  }

  /** Rejects as the opening of a real database does: if it cannot be reached, or has newer rows. */
  async database(content: DatabaseContent): Promise<Database> {
    const site = {
      service: 'database',
      port: 'database',
      operation: 'open',
      isWrite: false,
    } as const;
    return this.#link.call(site, async () => {
      const { database: replace = same } = this.#behind;
      return linkedDatabase(replace(this.#open(content)), this.#link);
    });
  }

  #open(content: DatabaseContent): Database {
    const database = createMemoryDatabase(
      { name: this.#process.label, leaderLeaseMs },
      {
        ...content,
        clock: this.#tools.clock,
        database: this.#services.database,
        beforeCommit: () => this.#link.pause(commitSite),
        leases: (table) => linkedLeases(table, this.#link),
      },
    );
    this.#process.onCrash(() => database.crash());
    return database;
  }
}
