import {
  assertReadRequest,
  type ComputedTarget,
  type PartitionOffset,
  type ReadPage,
  type ReadRequest,
} from '@foldmart/core';
import { decodeEntry, type StreamEntry } from '../codec.js';
import type { RedisConnection } from '../redis-connection.js';
import { findOffsets } from '../scripts/find-offsets.js';
import { unexpectedReply, unknownTopic } from './bus-errors.js';
import { nextOffset, parsePosition } from './stream-position.js';
import type { TopicDirectory } from './topic-directory.js';

/** What was found in a partition: stream ids, empty for none. */
interface FoundIds {
  readonly first: string;
  readonly last: string;
  readonly found: string;
}

/** Finds offsets and reads messages without a group. */
export class TopicReader {
  readonly #connection: RedisConnection;
  readonly #directory: TopicDirectory;

  constructor(connection: RedisConnection, directory: TopicDirectory) {
    this.#connection = connection;
    this.#directory = directory;
  }

  async findOffsets(topic: string, target: ComputedTarget): Promise<readonly PartitionOffset[]> {
    const args = target.to === 'time' ? ['time', Math.floor(target.timeMs)] : ['bounds', 0];
    const ids = await this.#find('findOffsets', topic, args);
    return ids.map(({ first, last, found }, partition) => {
      const id = target.to === 'latest' ? '' : target.to === 'earliest' ? first : found;
      const end = nextOffset(parsePosition(last));
      return { partition, offset: id === '' ? end : String(parsePosition(id).offset) };
    });
  }

  async read(topic: string, request: ReadRequest): Promise<ReadPage> {
    assertReadRequest(request);
    const { partition, from, limit } = request;
    const ids = (await this.#find('read', topic, ['offset', from]))[partition];
    if (ids === undefined) throw unknownTopic('read', `${topic}[${partition}]`);
    const end = nextOffset(parsePosition(ids.last));
    if (ids.found === '') return { messages: [], next: from, end };
    const stream = this.#directory.keys(topic).stream(partition);
    const entries = (await this.#connection.run('read', (redis) =>
      redis.xrangeBuffer(stream, ids.found, '+', 'COUNT', limit),
    )) as unknown as readonly StreamEntry[];
    const messages = entries.map((entry) => decodeEntry(topic, partition, entry));
    const last = messages.at(-1);
    return { messages, next: last === undefined ? from : String(Number(last.offset) + 1), end };
  }

  async #find(
    operation: string,
    topic: string,
    args: readonly (string | number)[],
  ): Promise<readonly FoundIds[]> {
    const reply = await this.#directory.ask(operation, topic, (keys, { partitions }) =>
      this.#connection.runScript(
        operation,
        findOffsets,
        [keys.topic, ...keys.streams(partitions)],
        args,
      ),
    );
    const [outcome, ...cells] = reply.map(String);
    if (outcome !== 'OK') throw unexpectedReply(operation, reply);
    return Array.from({ length: cells.length / 3 }, (_, partition) => {
      const [first = '', last = '', found = ''] = cells.slice(partition * 3);
      return { first, last, found };
    });
  }
}
