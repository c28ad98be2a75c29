import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { silentLogger, type DeliveredMessage } from '@foldmart/core';
import {
  createCouponIssueProcessor,
  runCouponWorker,
  type CouponLedger,
  type CouponRequest,
} from '@foldmart/core/shop';
import {
  createShop,
  loadShopSettings,
  openCouponRush,
  prepareCouponTopic,
  type CouponRush,
  type ShopRuntime,
} from '@foldmart/composition/shop';
import { eventually } from './eventually.js';

export type QueueName = 'memory' | 'redis' | 'kafka';

/** One process of the rush: a system with its parts. */
export interface RushProcess extends CouponRush {
  readonly system: ShopRuntime;
}

/** A worker that decides until it is stopped. */
export interface RunningWorker {
  /** Stops it after its requests in flight or, if the deadline is too short for them, as a crash would. */
  stop(): Promise<void>;
}

/** How a worker differs from the default. */
export interface WorkerOptions {
  /** How many requests it takes at once; default 500. */
  readonly maxRequests?: number;
  /** The ledger it decides by, instead of its process's own. */
  readonly decideBy?: CouponLedger;
  /** How long its end waits for requests in flight; default 10,000. */
  readonly deadlineMs?: number;
}

/** The coupon rush on one queue, with its own Postgres database and topic. */
export class RushScene {
  readonly topic = `coupon-rush-${randomUUID()}`;
  readonly group = `workers-${randomUUID()}`;
  readonly #database = `rush_${randomUUID().replaceAll('-', '')}`;
  readonly #queue: QueueName;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #systems: ShopRuntime[] = [];
  readonly #workers = new Set<RunningWorker>();

  constructor(queue: QueueName, environment: Readonly<Record<string, string>> = {}) {
    this.#queue = queue;
    this.#environment = environment;
  }

  /** Opens one more process. A queue in memory belongs to one process, so with it this returns the same process. */
  async open(): Promise<RushProcess> {
    const system = this.#queue === 'memory' ? this.#systems[0] : undefined;
    return this.#start(system ?? (await this.#createSystem()));
  }

  /** Starts a worker on a process; resolves when it has joined. */
  async startWorker(
    { system, queue, ledger }: RushProcess,
    { maxRequests = 500, decideBy = ledger, deadlineMs = 10_000 }: WorkerOptions = {},
  ): Promise<RunningWorker> {
    const { locks } = await system.database();
    const end = new AbortController();
    let joined = (): void => undefined;
    const isJoined = new Promise<void>((resolve) => (joined = resolve));
    const running = runCouponWorker(
      {
        queue,
        processor: createCouponIssueProcessor(decideBy),
        locks,
        clock: system.clock,
        logger: silentLogger,
      },
      {
        member: 'worker',
        pace: { mode: 'push', maxRequests },
        signal: end.signal,
        onJoined: joined,
        deadlineMs,
      },
    );
    await Promise.race([isJoined, running]);
    const worker: RunningWorker = {
      stop: async () => {
        this.#workers.delete(worker);
        end.abort();
        await running;
      },
    };
    this.#workers.add(worker);
    return worker;
  }

  /** All messages of the topic's partitions as stored, each in order. */
  async rawQueue({ system }: RushProcess, count: number): Promise<readonly DeliveredMessage[][]> {
    const partitions = new Map<number, DeliveredMessage[]>();
    let seen = 0;
    const subscription = await system
      .promptBus()
      .subscribe(
        { topic: this.topic, group: `audit-${randomUUID()}`, member: 'audit' },
        async ({ partition, messages }) => {
          partitions.set(partition, [...(partitions.get(partition) ?? []), ...messages]);
          seen += messages.length;
        },
      );
    await eventually(
      () => seen >= count,
      () => `${seen} of ${count} messages in the topic`,
    );
    await subscription.close();
    return [...partitions.values()];
  }

  /** Runs a statement on the database, as an operator with a console would. */
  async query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return query(this.#database, text);
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    await this.#systems[0]?.promptBus().admin.deleteTopics([this.topic]);
    await Promise.all(this.#systems.map((system) => system.close()));
    await dropDatabase(this.#database);
  }

  async #createSystem(): Promise<ShopRuntime> {
    const settings = loadShopSettings({
      environment: {
        ...process.env,
        QUEUE_TYPE: this.#queue,
        DB_TYPE: 'postgres',
        POSTGRES_DB: this.#database,
        COUPON_TOPIC: this.topic,
        COUPON_GROUP: this.group,
        CONSUMER_SESSION_TIMEOUT: '6',
        CONSUMER_HEARTBEAT_INTERVAL: '1',
        ...this.#environment,
      },
      envFile: null,
    });
    const system = await createShop(settings, { logger: silentLogger });
    this.#systems.push(system);
    return system;
  }

  async #start(system: ShopRuntime): Promise<RushProcess> {
    await prepareCouponTopic(system);
    return { ...(await openCouponRush(system)), system };
  }
}

/** Requests of so many users, each asking so many times, in the order in which they would ask. */
export function requestsOf(users: number, timesEach: number, couponId = 1): CouponRequest[] {
  return Array.from({ length: users * timesEach }, (_, nth) => ({
    requestId: randomUUID(),
    couponId,
    userId: 1 + (nth % users),
    requestedAtMs: Date.now(),
  }));
}

async function dropDatabase(name: string): Promise<void> {
  await query(process.env['POSTGRES_DB'], `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}

async function query(
  database: string | undefined,
  text: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({
    host: process.env['POSTGRES_HOST'],
    port: Number(process.env['POSTGRES_PORT']),
    user: process.env['POSTGRES_USER'],
    password: process.env['POSTGRES_PASSWORD'],
    database,
  });
  await client.connect();
  try {
    return (await client.query<Readonly<Record<string, unknown>>>(text)).rows;
  } finally {
    await client.end();
  }
}
