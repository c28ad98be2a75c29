import type { OutgoingMessage, Partitioner } from '@foldmart/core';
import { encodeMessage, type EncodedMessage } from '../codec.js';
import type { RedisOptions } from '../options.js';
import type { RedisConnection } from '../redis-connection.js';
import { publishMessages } from '../scripts/publish-messages.js';
import { busClosed, busError, unexpectedReply } from './bus-errors.js';
import { flightCommand } from './publish-flight.js';
import { PublishQueue } from './publish-queue.js';
import type { TopicDirectory } from './topic-directory.js';

/** Publishes messages; see {@link PublishQueue} for how order is kept. */
export class Publisher {
  readonly #connection: RedisConnection;
  readonly #directory: TopicDirectory;
  readonly #options: RedisOptions['bus'];
  readonly #queues = new Map<string, PublishQueue>();
  readonly #partitioner: Partitioner;
  #isClosed = false;

  constructor(
    connection: RedisConnection,
    directory: TopicDirectory,
    options: RedisOptions['bus'],
    partitioner: Partitioner,
  ) {
    this.#connection = connection;
    this.#directory = directory;
    this.#options = options;
    this.#partitioner = partitioner;
  }

  async publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.#isClosed) throw busClosed('publish');
    if (messages.length === 0) return;
    const encoded = messages.map(encodeMessage);
    for (const message of encoded) this.#assertSize(topic, message);
    const queue = this.#queue(topic);
    if (queue.waitingBytes > this.#options.maxWaitingBytes) throw tooMuchWaits(topic);
    await queue.add(encoded);
  }

  /** Accepts nothing more. Resolves when everything accepted is sent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }

  /** Rejects everything that is not sent yet. */
  abandon(): void {
    this.#isClosed = true;
    for (const queue of this.#queues.values()) queue.fail(busClosed('publish'));
  }

  #assertSize(topic: string, { sizeBytes }: EncodedMessage): void {
    const { maxMessageBytes } = this.#options;
    if (sizeBytes <= maxMessageBytes) return;
    throw busError(
      'publish',
      'rejected',
      `publish: a message of ${sizeBytes} bytes to ${topic} is above the limit of ${maxMessageBytes}`,
      { code: 'message-too-large' },
    );
  }

  #queue(topic: string): PublishQueue {
    const existing = this.#queues.get(topic);
    if (existing) return existing;
    const { maxFlightMessages, maxFlightBytes } = this.#options;
    const limits = { maxMessages: maxFlightMessages, maxBytes: maxFlightBytes };
    const queue = new PublishQueue(limits, (messages) => this.#send(topic, messages));
    this.#queues.set(topic, queue);
    return queue;
  }

  async #send(topic: string, messages: readonly EncodedMessage[]): Promise<void> {
    const reply = await this.#directory.ask('publish', topic, (keys, { partitions }) => {
      const command = flightCommand(messages, keys, partitions, this.#partitioner);
      return this.#connection.runScript('publish', publishMessages, command.keys, command.args);
    });
    if (reply[0] !== 'OK') throw unexpectedReply('publish', reply);
  }
}

function tooMuchWaits(topic: string): Error {
  return busError('publish', 'unavailable', `publish: too many bytes wait to be sent to ${topic}`, {
    hint: 'await earlier calls before you make more',
  });
}
