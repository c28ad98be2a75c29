import type { ContenderConfig } from '../frame/row.js';

/** An event as every store gets it. */
export interface PlainEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events for one new stream. */
export interface NewStream {
  readonly streamId: string;
  readonly events: readonly PlainEvent[];
}

/** An event store, with what all contenders can do. */
export interface ComparedStore {
  /** Appends to a stream that does not exist; fails if it does. */
  append(stream: NewStream): Promise<unknown>;
  /** Appends to many new streams, in one call if the store can. */
  appendAll(streams: readonly NewStream[]): Promise<unknown>;
  /** Reads all events of a stream, oldest first. */
  load(streamId: string): Promise<readonly unknown[]>;
  /** Reads the log from its start, in pages of `pageSize`, and passes each page on. */
  follow(pageSize: number, onPage: (events: readonly unknown[]) => void): Promise<void>;
  close(): Promise<void>;
}

/** Opens a store in the contender's own database. */
export type OpenStore = (config: ContenderConfig) => Promise<ComparedStore>;

/** Where that database is. */
export function connectionOf({ services, own }: ContenderConfig) {
  return { ...services.postgres, database: own };
}

/** The same as a connection string. */
export function connectionStringOf(config: ContenderConfig): string {
  const { user, password, host, port, database } = connectionOf(config);
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${login}@${host}:${String(port)}/${database}`;
}

/** Connections of a contender that does not choose itself: enough for 16 calls at once. */
export const connections = 16;

/** Calls for one stream after another, 16 at once, for a store that takes one stream a call. */
export async function appendEach(
  { append }: Pick<ComparedStore, 'append'>,
  streams: readonly NewStream[],
): Promise<void> {
  const left = [...streams];
  const work = async (): Promise<void> => {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop()) await append(stream);
  };
  await Promise.all(Array.from({ length: connections }, work));
}
