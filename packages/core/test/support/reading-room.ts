import {
  createMemoryDatabase,
  MemoryDatabase,
  type BeforeCommit,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import {
  RowTables,
  silentLogger,
  type Clock,
  type EventData,
  type EventEnvelope,
  type EventStore,
  type Logger,
  type Projection,
  type ReadModel,
  type Row,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from './chance.js';

export const booksModel: ReadModel = {
  name: 'books',
  key: ['book'],
  columns: { book: 'text', shelf: 'text', times: 'integer' },
  defaults: { times: 0 },
  operational: { dusted_at: 'timestamp' },
  arrival: 'arrival',
};

const readingsModel: ReadModel = {
  name: 'readings',
  key: ['book'],
  columns: { book: 'text', times: 'integer' },
};

const shelvesModel: ReadModel = {
  name: 'shelves',
  key: ['shelf'],
  columns: { shelf: 'text', books: 'integer' },
};

const roomModels = [booksModel, readingsModel, shelvesModel];

/** How the projections of one program differ from those of another. */
export interface RoomProgram {
  /** The version of `books` and `readings`; each reading counts that many times. */
  readonly version?: number;
  readonly onFailure?: 'park' | 'skip';
  /** Whether `readings` can handle an event with a fault. */
  readonly isMended?: boolean;
}

/**
 * A reading room with three projections. `books` (inline) and `readings` (async) share a model and
 * are rebuilt together; `shelves` is async and independent. An event whose data has a `fault` makes
 * `readings` throw, or return a change that does not fit.
 */
export function roomProjections(program: RoomProgram = {}): readonly Projection[] {
  const { version = 1 } = program;
  return [
    {
      name: 'books',
      version,
      mode: 'inline',
      models: [booksModel],
      handles: ['book_placed'],
      project: ({ data }) => [{ op: 'insert', model: 'books', row: data }],
    },
    readings(version, program),
    {
      name: 'shelves',
      version: 1,
      mode: 'async',
      models: [shelvesModel],
      handles: ['book_placed'],
      project: ({ data: { shelf } }) => [
        { op: 'accumulate', model: 'shelves', key: { shelf }, add: { books: 1 } },
      ],
    },
  ];
}

function readings(version: number, { onFailure, isMended = false }: RoomProgram): Projection {
  return {
    name: 'readings',
    version,
    mode: 'async',
    models: [readingsModel, booksModel],
    handles: ['book_placed', 'book_read'],
    ...(onFailure === undefined ? {} : { onFailure }),
    project: ({ type, data: { book, fault } }) => {
      if (fault === 'throws' && !isMended) throw new RangeError('cannot be read');
      const key = { book };
      const isUnfit = fault === 'unfit' && !isMended;
      const times = isUnfit ? 'many' : version;
      const counted = { op: 'accumulate', model: 'readings', key, add: { times } } as const;
      const columns = ['times'];
      const copied = { op: 'mirror', from: 'readings', model: 'books', key, columns } as const;
      return type === 'book_placed' && !isUnfit ? [copied] : [counted, copied];
    },
  };
}

/** One database, in memory and in virtual time, which several programs open. */
export class ReadingRoom {
  readonly clock = new VirtualClock();
  readonly #database = new MemoryDatabase({ clock: this.clock });

  /** A program. `parts` holds the dependencies of its use cases. */
  open(program: RoomProgram = {}, beforeCommit?: BeforeCommit) {
    return this.openWith(roomProjections(program), beforeCommit);
  }

  /** The process may have a clock of its own. */
  openWith(all: readonly Projection[], beforeCommit?: BeforeCommit, clock: Clock = this.clock) {
    const hook = beforeCommit === undefined ? {} : { beforeCommit };
    const database = this.#database;
    const instance = createMemoryDatabase({}, { clock, projections: all, database, ...hook });
    return { instance, all, parts: this.parts(instance, all) };
  }

  parts(instance: MemoryDatabaseInstance, all: readonly Projection[], logger?: Logger) {
    const { events: store, projections, rebuilds, locks } = instance;
    const surroundings = { clock: this.clock, random: chanceOf(1).random };
    return {
      store,
      projections,
      rebuilds,
      locks,
      all,
      ...surroundings,
      logger: logger ?? silentLogger,
    };
  }

  drive<Result>(work: Promise<Result>): Promise<Result> {
    return this.clock.drive(work);
  }
}

/** A book comes onto a shelf. */
export function placed(book: string, shelf: string, data: EventData = {}): EventEnvelope {
  return roomEvent(`placed-${book}`, 'book_placed', { book, shelf, ...data });
}

/** A book is read for the `nth` time. */
export function read(book: string, nth: number, data: EventData = {}): EventEnvelope {
  return roomEvent(`read-${book}-${String(nth)}`, 'book_read', { book, ...data });
}

function roomEvent(id: string, type: string, data: EventData): EventEnvelope {
  const time = '2026-02-03T14:30:00Z';
  return { id, type, data, schemaVersion: 1, time, origin: 'command' };
}

/** Appends events one by one, each to the stream of its book. */
export async function record(store: EventStore, events: readonly EventEnvelope[]): Promise<void> {
  for (const event of events) {
    const streamId = `book-${String(event.data['book'])}`;
    await store.append([{ streamId, expectedVersion: 'any', events: [event] }]);
  }
}

/** All rows of the models that are read, by model. */
export async function rowsOf({
  readModels,
}: MemoryDatabaseInstance): Promise<Readonly<Record<string, readonly Row[]>>> {
  const scans = roomModels.map(
    async (model) => [model.name, await readModels.scan(model, { limit: 1_000 })] as const,
  );
  return Object.fromEntries(await Promise.all(scans));
}

/** The rows that these projections fold from the events. */
export function foldOf(
  events: readonly EventEnvelope[],
  projections: readonly Projection[],
): Readonly<Record<string, readonly Row[]>> {
  const tables = new RowTables(roomModels);
  for (const event of events) {
    for (const { handles, project } of projections) {
      if (handles.includes(event.type)) tables.apply(project(event));
    }
  }
  return Object.fromEntries(
    roomModels.map(({ name }) => [name, tables.scan(name, { limit: 1_000 })]),
  );
}
