import { Readable } from 'node:stream';
import { EventRing } from './event-ring.js';

/** Bounds of a live stream. */
export interface LiveStreamOptions {
  /** Tells the messages of this process from those of an earlier one. Letters, digits and `-`. */
  readonly epoch: string;
  readonly keptMessages: number;
  readonly mostClients: number;
  /** A client that has not read so many bytes is disconnected; it reconnects and resumes. */
  readonly mostUnreadBytes: number;
}

/** Sends messages to all open pages as server-sent events. Each message is written once, whatever the number of pages. */
export class LiveStream {
  readonly #options: LiveStreamOptions;
  readonly #ring: EventRing;
  readonly #clients = new Set<Readable>();
  #isClosed = false;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    this.#ring = new EventRing(options.keptMessages);
  }

  /** The id of the last message. */
  get lastId(): string {
    return this.#idOf(this.#ring.last);
  }

  get clients(): number {
    return this.#clients.size;
  }

  publish(kind: string, data: unknown): void {
    const body = JSON.stringify(data);
    const { text } = this.#ring.add((number) => event(kind, body, this.#idOf(number)));
    for (const client of this.#clients) this.#send(client, text);
  }

  /**
   * Opens the stream of one page; undefined if there are too many. A page that has seen messages up to `lastId` gets those
   * after it, or the message `reload` if they are not kept any more.
   */
  connect(lastId: string | undefined): Readable | undefined {
    if (this.#isClosed || this.#clients.size >= this.#options.mostClients) return undefined;
    const client = new Readable({ read: () => undefined });
    this.#clients.add(client);
    client.once('close', () => this.#clients.delete(client));
    client.push('retry: 1000\n\n');
    if (lastId !== undefined) this.#resume(client, lastId);
    return client;
  }

  /** Ends every stream. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const client of this.#clients) client.push(null);
    this.#clients.clear();
  }

  #resume(client: Readable, lastId: string): void {
    const missed = this.#since(lastId);
    if (missed === undefined) client.push(event('reload', '{}', this.lastId));
    else for (const { text } of missed) client.push(text);
  }

  #since(lastId: string) {
    const [, epoch, number] = /^([\w-]+)\.(\d{1,15})$/.exec(lastId) ?? [];
    return epoch === this.#options.epoch ? this.#ring.since(Number(number)) : undefined;
  }

  #send(client: Readable, text: string): void {
    if (client.readableLength > this.#options.mostUnreadBytes) client.destroy();
    else client.push(text);
  }

  #idOf(number: number): string {
    return `${this.#options.epoch}.${String(number)}`;
  }
}

function event(kind: string, body: string, id: string): string {
  return `id: ${id}\nevent: ${kind}\ndata: ${body}\n\n`;
}
