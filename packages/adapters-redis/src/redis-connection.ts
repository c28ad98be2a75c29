import { isPortError, PortError, retryDelayMs, type PortName } from '@foldmart/core';
import { Redis } from 'ioredis';
import { classifyError } from './classify-error.js';
import type { RedisDependencies } from './dependencies.js';
import type { RedisOptions } from './options.js';
import type { ScriptDefinition } from './scripts/script-definition.js';

/** The purpose of a connection. Commands on a blocking one answer late by design. */
export interface ConnectionPurpose {
  readonly port: PortName;
  /** How long a command may block by design, in ms. */
  readonly blockMs?: number;
}

type ScriptCall = (keyCount: number, keys: readonly string[], args: unknown) => Promise<unknown>;

/** The address of Redis, as host and port. */
export function redisAddress(options: RedisOptions): string {
  if (options.url === undefined) return `${options.host}:${options.port}`;
  const url = new URL(options.url);
  return `${url.hostname || 'localhost'}:${url.port || '6379'}`;
}

/**
 * One connection, opened at first use and reopened whenever it breaks. A command fails with a PortError if the
 * connection breaks or no answer arrives in time. It is never sent twice.
 */
export class RedisConnection {
  readonly address: string;
  readonly #port: PortName;
  readonly #redis: Redis;
  readonly #defined = new Set<string>();
  #lastError: Error | undefined;
  #isClosed = false;

  constructor(options: RedisOptions, purpose: ConnectionPurpose, dependencies: RedisDependencies) {
    this.address = redisAddress(options);
    this.#port = purpose.port;
    this.#redis = openClient(options, purpose, dependencies);
    this.#redis.on('error', (error: Error) => {
      this.#lastError = error;
    });
    this.#redis.on('ready', () => {
      this.#lastError = undefined;
    });
  }

  /** Runs commands. Their errors become PortErrors that name `operation`. */
  async run<Result>(operation: string, work: (redis: Redis) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw this.#closedError(operation);
    try {
      return await work(this.#redis);
    } catch (error) {
      throw this.#portError(operation, error);
    }
  }

  /** Runs a script by its digest, and sends its text if the server does not know it. */
  runScript(
    operation: string,
    script: ScriptDefinition,
    keys: readonly string[],
    args: readonly unknown[] = [],
  ): Promise<unknown> {
    return this.run(operation, (redis) => {
      if (!this.#defined.has(script.name)) {
        redis.defineCommand(script.name, { lua: script.lua });
        this.#defined.add(script.name);
      }
      const calls = redis as unknown as Record<string, ScriptCall>;
      const call = calls[script.name];
      if (call === undefined) throw new Error(`the script ${script.name} is not defined`);
      return call.call(redis, keys.length, keys, args);
    });
  }

  /** Calls `listener` whenever the connection is established. */
  onReady(listener: () => void): void {
    this.#redis.on('ready', listener);
  }

  /** Calls `listener` whenever the connection is lost. */
  onLost(listener: () => void): void {
    this.#redis.on('close', listener);
  }

  /** Disconnects at once. Commands without an answer reject. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#redis.disconnect();
  }

  #portError(operation: string, error: unknown): PortError {
    if (isPortError(error)) return error;
    if (this.#isClosed) return this.#closedError(operation, error);
    const isLost = error instanceof Error && error.name === 'MaxRetriesPerRequestError';
    const cause = isLost ? (this.#lastError ?? error) : error;
    const { text, ...details } = classifyError(cause);
    return new PortError({
      ...details,
      port: this.#port,
      operation,
      message: `${operation} failed at Redis ${this.address}: ${text}`,
      cause,
    });
  }

  #closedError(operation: string, cause?: unknown): PortError {
    return new PortError({
      port: this.#port,
      operation,
      reason: 'closed',
      message: `${operation} failed at Redis ${this.address}: closed`,
      cause,
    });
  }
}

function openClient(
  options: RedisOptions,
  purpose: ConnectionPurpose,
  { random }: RedisDependencies,
): Redis {
  const answerMs = (purpose.blockMs ?? 0) + options.commandTimeoutMs;
  const settings = {
    lazyConnect: true,
    protocol: 2 as const,
    connectionName: options.connectionName,
    connectTimeout: options.connectTimeoutMs,
    commandTimeout: answerMs,
    socketTimeout: answerMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt: number) => retryDelayMs(options.reconnect, attempt, random),
    ...given('username', options.username),
    ...given('password', options.password),
    ...given('db', options.db),
    ...given('tls', options.tls === true ? {} : options.tls || undefined),
  };
  return options.url === undefined
    ? new Redis({ ...settings, host: options.host, port: options.port })
    : new Redis(options.url, settings);
}

function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
