import { createMemoryDatabase, MemoryDatabase } from '@foldmart/adapters-memory';
// #region store
import type { SnapshotStore, StreamSnapshot } from '@foldmart/core';

/** Snapshots as JSON text in a map, which stands for a service of yours. */
class TextSnapshotStore implements SnapshotStore {
  readonly #texts: Map<string, string>;

  constructor(texts: Map<string, string>) {
    this.#texts = texts;
  }

  async load(streamId: string, name: string): Promise<StreamSnapshot | undefined> {
    const text = this.#texts.get(JSON.stringify([name, streamId]));
    return text === undefined ? undefined : (JSON.parse(text) as StreamSnapshot);
  }

  async save(snapshot: StreamSnapshot): Promise<void> {
    const { name, streamId } = snapshot;
    this.#texts.set(JSON.stringify([name, streamId]), JSON.stringify(snapshot));
  }

  async discard(name: string): Promise<number> {
    const keys = [...this.#texts.keys()].filter((key) => isOf(name, key));
    for (const key of keys) this.#texts.delete(key);
    return keys.length;
  }
}

function isOf(name: string, key: string): boolean {
  return (JSON.parse(key) as readonly string[])[0] === name;
}
// #endregion

// #region bind
import { randomUUID } from 'node:crypto';
import { realClock, snapshotStoreSuite, type EventStoreHarness } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import type { Projection } from '@foldmart/core';

async function harness(): Promise<EventStoreHarness> {
  const texts = new Map<string, string>();
  const database = new MemoryDatabase({ clock: realClock });
  const openInstance = (projections: readonly Projection[]) => {
    const rest = createMemoryDatabase({}, { clock: realClock, projections, database });
    return { ...rest, snapshots: new TextSnapshotStore(texts) };
  };
  const unused = (): Promise<never> => Promise.reject(new Error('No case of this suite asks.'));
  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    open: async (projections) => openInstance(projections),
    async openProcess(projections) {
      const instance = openInstance(projections);
      return { instance, crash: async () => instance.crash() };
    },
    holdAppend: unused,
    wastePosition: unused,
    dispose: async () => undefined,
  };
}

bindSuite(snapshotStoreSuite, { adapter: 'text-snapshots', harness });
// #endregion
