import { eventStoreSuite } from '@foldmart/conformance';
import type { AppendResult, StreamAppend } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import {
  changingEvents,
  changingRebuilds,
  changingSnapshots,
  changingWrites,
} from './store-mutants.js';

const histories = 'the store agrees with its model over random histories';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that appends event by event',
    mutate: changingEvents((events) => ({
      async append(appends) {
        const results: AppendResult[] = [];
        for (const append of appends) results.push(await appendOneByOne(append));
        return results;

        async function appendOneByOne(append: StreamAppend): Promise<AppendResult> {
          const [whole] = await events.append([{ ...append, events: append.events.slice(0, 1) }]);
          for (const event of append.events.slice(1)) {
            const one = { ...append, expectedVersion: 'any', events: [event] } as const;
            const [result] = await events.append([one]);
            if (whole === undefined || result === undefined) continue;
            const appended = whole.appended + result.appended;
            const duplicates = whole.duplicates + result.duplicates;
            Object.assign(whole, { version: result.version, appended, duplicates });
          }
          return whole!;
        }
      },
    })),
    caughtBy: [histories],
  },
  {
    what: 'a store that keeps the first snapshot of a stream',
    mutate: changingSnapshots((snapshots) => ({
      async save(snapshot) {
        const kept = await snapshots.load(snapshot.streamId, snapshot.name);
        if (kept === undefined) await snapshots.save(snapshot);
      },
    })),
    caughtBy: [histories],
  },
  {
    what: 'a store whose swap leaves out events that were appended after the position of the shadow',
    mutate: changingRebuilds((rebuilds, { events }) => ({
      async finish(plan, from) {
        const { next: to } = await events.readEnd(0);
        if (to === from) return rebuilds.finish(plan, from);
        await rebuilds.advance({ plan, from, to, events: 0, writes: [] });
        return rebuilds.finish(plan, to);
      },
    })),
    caughtBy: [histories],
  },
  {
    what: 'a store that applies each write of a rebuild twice',
    mutate: changingRebuilds((rebuilds) => ({
      advance: (step) => rebuilds.advance({ ...step, writes: [...step.writes, ...step.writes] }),
    })),
    caughtBy: [histories],
  },
  {
    what: 'a store that applies each write of a step twice',
    mutate: changingWrites((writes) => [...writes, ...writes]),
    caughtBy: [histories],
  },
  {
    what: 'a store whose followers skip an event at the end of a page',
    mutate: changingEvents((events) => ({
      async readAll(range) {
        const slice = await events.readAll({ ...range, limit: range.limit + 1 });
        return { events: slice.events.slice(0, range.limit), next: slice.next };
      },
    })),
    caughtBy: [histories],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);
