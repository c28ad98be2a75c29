import { snapshotStoreSuite } from '@foldmart/conformance';
import type { Json, SnapshotStore, StreamSnapshot } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingSnapshots } from './store-mutants.js';

const replacing = 'a snapshot replaces the previous one, whatever their versions';
const apart = 'snapshots of different streams and names are independent, however similar the names';
const discarding =
  'discarding deletes and counts the snapshots of a name, and those of others stay';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that keeps the first snapshot',
    mutate: changingSnapshots((snapshots) => ({
      async save(snapshot) {
        if ((await before(snapshots, snapshot)) === undefined) await snapshots.save(snapshot);
      },
    })),
    caughtBy: [replacing],
  },
  {
    what: 'a store that keeps the snapshot of the highest version',
    mutate: changingSnapshots((snapshots) => ({
      async save(snapshot) {
        const kept = (await before(snapshots, snapshot))?.streamVersion ?? 0;
        if (snapshot.streamVersion >= kept) await snapshots.save(snapshot);
      },
    })),
    caughtBy: [replacing],
  },
  {
    what: 'a store that keeps a snapshot for each schema version',
    mutate: changingSnapshots((snapshots) => ({
      async save(snapshot) {
        const kept = (await before(snapshots, snapshot))?.schemaVersion ?? 0;
        if (snapshot.schemaVersion >= kept) await snapshots.save(snapshot);
      },
    })),
    caughtBy: [replacing],
  },
  {
    what: 'a store with one snapshot a stream',
    mutate: changingSnapshots((snapshots) => ({
      save: (snapshot) => snapshots.save({ ...snapshot, name: 'book' }),
      load: (streamId) => snapshots.load(streamId, 'book'),
    })),
    caughtBy: [apart],
  },
  {
    what: 'a store that joins stream and name by a slash',
    mutate: changingSnapshots((snapshots) => ({
      save: (snapshot) =>
        snapshots.save({
          ...snapshot,
          streamId: `${snapshot.streamId}/${snapshot.name}`,
          name: '',
        }),
      async load(streamId, name) {
        const found = await snapshots.load(`${streamId}/${name}`, '');
        return found && { ...found, streamId, name };
      },
    })),
    caughtBy: [apart],
  },
  {
    what: 'a store that discards without counting',
    mutate: changingSnapshots((snapshots) => ({
      discard: async (name) => Math.min(1, await snapshots.discard(name)),
    })),
    caughtBy: [discarding],
  },
  {
    what: 'a store that discards nothing',
    mutate: changingSnapshots(() => ({ discard: async () => 0 })),
    caughtBy: [discarding],
  },
  {
    what: 'a store that keeps snapshots to itself',
    mutate: (instance) => changingSnapshots(ownSnapshots)(instance, []),
    caughtBy: [
      'any process can load a saved snapshot, even after the process that saved it has closed',
    ],
  },
  {
    what: 'a store that keeps a state as text',
    mutate: loading((state) => JSON.stringify(state)),
    caughtBy: [
      'a state is read back unchanged: nothing',
      'a state is read back unchanged: a list',
      'a state is read back unchanged: a text',
    ],
  },
  {
    what: 'a store that reads null as no snapshot',
    mutate: changingSnapshots((snapshots) => ({
      async load(streamId, name) {
        const found = await snapshots.load(streamId, name);
        return found?.state === null ? undefined : found;
      },
    })),
    caughtBy: ['a state is read back unchanged: nothing'],
  },
  {
    what: 'a store with short numbers',
    mutate: loading((state) => rounded(state)),
    caughtBy: ['a state is read back unchanged: numbers to their last digit'],
  },
  {
    what: 'a store that cuts long states',
    mutate: loading((state) => (JSON.stringify(state).length > 65_536 ? (null as Json) : state)),
    caughtBy: [
      'a state is read back unchanged: a hundred thousand characters',
      'a state is read back unchanged: ten thousand items',
    ],
  },
];

itRejects(snapshotStoreSuite, storeHarness, mutants);
itAccepts(snapshotStoreSuite, () => storeHarness((instance) => instance), mutants);

function before(
  snapshots: SnapshotStore,
  { streamId, name }: StreamSnapshot,
): Promise<StreamSnapshot | undefined> {
  return snapshots.load(streamId, name);
}

function ownSnapshots(): Partial<SnapshotStore> {
  const own = new Map<string, StreamSnapshot>();
  const keyOf = (streamId: string, name: string): string => JSON.stringify([streamId, name]);
  return {
    save: async (snapshot) => void own.set(keyOf(snapshot.streamId, snapshot.name), snapshot),
    load: async (streamId, name) => own.get(keyOf(streamId, name)),
  };
}

function loading(change: (state: Json) => Json): StoreMutation {
  return changingSnapshots((snapshots) => ({
    async load(streamId, name) {
      const found = await snapshots.load(streamId, name);
      return found && { ...found, state: change(found.state) };
    },
  }));
}

function rounded(state: Json): Json {
  return JSON.parse(
    JSON.stringify(state, (_field, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(6)) : value,
    ),
  ) as Json;
}
