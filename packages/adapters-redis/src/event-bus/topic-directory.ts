import type { Logger, TopicSpec } from '@foldmart/core';
import type { RedisConnection } from '../redis-connection.js';
import { createTopic } from '../scripts/create-topic.js';
import { unexpectedReply, unknownTopic } from './bus-errors.js';
import { topicKeys, topicsKey, type TopicKeys } from './keys.js';

/** What is needed to use a topic, and to create it again. */
export interface TopicShape extends Pick<TopicSpec, 'partitions' | 'retentionMs'> {
  /** The identity of the topic. It survives the loss of the server's data, and not a deletion. */
  readonly id: string;
}

/** A topic to create. */
export type NewTopic = Omit<TopicShape, 'id'> & Partial<Pick<TopicShape, 'id'>>;

/** The reply of a script: its outcome first. */
export type ScriptReply = readonly (string | number)[];

/** Calls a script for a topic of the given shape. */
export type TopicQuestion = (keys: TopicKeys, shape: TopicShape) => Promise<unknown>;

/**
 * Caches the shapes of topics. A known topic that is missing, and was not deleted, was lost with the server's data.
 * It is created again from the cached shape.
 */
export class TopicDirectory {
  readonly #connection: RedisConnection;
  readonly #prefix: string;
  readonly #logger: Logger;
  readonly #shapes = new Map<string, TopicShape>();

  constructor(connection: RedisConnection, prefix: string, logger: Logger) {
    this.#connection = connection;
    this.#prefix = prefix;
    this.#logger = logger;
  }

  keys(topic: string): TopicKeys {
    return topicKeys(this.#prefix, topic);
  }

  /** The topics used so far. */
  known(): readonly string[] {
    return [...this.#shapes.keys()];
  }

  /** Calls until the reply is neither about a missing topic nor about another number of partitions. */
  async ask(operation: string, topic: string, question: TopicQuestion): Promise<ScriptReply> {
    for (;;) {
      const shape = await this.#require(operation, topic);
      const reply = scriptReply(operation, await question(this.keys(topic), shape));
      if (!(await this.#isMended(operation, topic, shape, reply))) return reply;
    }
  }

  /** The topic as it is in Redis now. */
  async load(operation: string, topic: string): Promise<TopicShape | undefined> {
    const fields = ['partitions', 'retentionMs', 'id', 'life', 'deleted'] as const;
    const [partitions, retentionMs, id, life, deleted] = await this.#connection.run(
      operation,
      (redis) => redis.hmget(this.keys(topic).topic, ...fields),
    );
    if (typeof partitions !== 'string' || typeof deleted === 'string') return undefined;
    const shape = {
      id: id ?? life ?? '',
      partitions: Number(partitions),
      retentionMs: Number(retentionMs),
    };
    this.#shapes.set(topic, shape);
    return shape;
  }

  /** Creates the topic unless it exists. With an id, it is the topic that was lost with the server's data. */
  async create(operation: string, topic: string, shape: NewTopic): Promise<void> {
    const keys = this.keys(topic);
    await this.#connection.runScript(
      operation,
      createTopic,
      [keys.topic, ...keys.streams(shape.partitions)],
      [shape.partitions, shape.retentionMs, shape.id ?? ''],
    );
    await this.#connection.run(operation, (redis) => redis.sadd(topicsKey(this.#prefix), topic));
  }

  forget(topic: string): void {
    this.#shapes.delete(topic);
  }

  async #require(operation: string, topic: string): Promise<TopicShape> {
    const shape = this.#shapes.get(topic) ?? (await this.load(operation, topic));
    if (shape === undefined) throw unknownTopic(operation, topic);
    return shape;
  }

  async #isMended(
    operation: string,
    topic: string,
    shape: TopicShape,
    [outcome, detail]: ScriptReply,
  ): Promise<boolean> {
    switch (outcome) {
      case 'PARTITIONS':
        this.#shapes.set(topic, { ...shape, partitions: Number(detail) });
        return true;
      case 'MISSING':
        this.#logger.warn('a topic was lost with the data of Redis: created again', { topic });
        await this.create(operation, topic, shape);
        return true;
      case 'DELETED':
        this.forget(topic);
        throw unknownTopic(operation, topic);
      default:
        return false;
    }
  }
}

function scriptReply(operation: string, reply: unknown): ScriptReply {
  if (!Array.isArray(reply)) throw unexpectedReply(operation, reply);
  return reply as ScriptReply;
}
