import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually.js';

const SERVER = 'redis-server';

/** A Redis server for one test, which may kill, fill and flush it. Every write is on disk before its answer. */
export class PrivateRedis {
  readonly port: number;
  readonly #folder: string;
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, settings: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#settings = settings;
  }

  /** Starts a server; `settings` as on the command line of redis-server. */
  static async start(...settings: readonly string[]): Promise<PrivateRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'foldmart-redis-'));
    const server = new PrivateRedis(await freePort(), folder, settings);
    await server.resume();
    return server;
  }

  /** Starts the server with its existing data. */
  async resume(): Promise<void> {
    const always = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder];
    this.#process = spawn(SERVER, [...place, ...always, ...this.#settings], {
      stdio: 'ignore',
    });
    await eventually('the server answers', () => this.ask((redis) => redis.ping()));
  }

  /** Kills the server. */
  async kill(): Promise<void> {
    const ending = this.#process;
    this.#process = undefined;
    if (ending?.exitCode !== null) return;
    const exit = once(ending, 'exit');
    ending.kill('SIGKILL');
    await exit;
  }

  /** Suspends the server. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Continues the server after {@link pause}. */
  proceed(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Runs commands on a separate connection. */
  async ask<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
    const redis = new Redis({
      port: this.port,
      host: '127.0.0.1',
      lazyConnect: true,
      retryStrategy: null,
    });
    redis.on('error', () => undefined);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
