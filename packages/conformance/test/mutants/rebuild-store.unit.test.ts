import { rebuildStoreSuite } from '@foldmart/conformance';
import type { RebuildState, Row } from '@foldmart/core';
import { readersModel } from '../../src/sample-domain/index.js';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingReadModels, changingRebuilds, changingSteps, writeRows } from './store-mutants.js';

const begun = 'beginning again finds the running rebuild, whichever process began it';
const taken = 'a repeated step, or one from another position, changes nothing';
const unseen = 'a step advances the rebuild, counts its events, and shows nothing to readers';
const inPlace = 'a finished rebuild swaps in its rows, raises the versions and is no longer listed';
const overtaken =
  'finishing a rebuild that is at another position, or gone, reports that it was overtaken and changes nothing';
const discarded = 'discarding a rebuild drops its shadow, and readers see no change';
const standing =
  'a parked rebuild stays at its position and reports the reason, until it is begun again';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that starts every rebuild over',
    mutate: changingRebuilds((rebuilds) => ({
      async begin(plan) {
        await rebuilds.discard(plan.id);
        return rebuilds.begin(plan);
      },
    })),
    caughtBy: [
      begun,
      standing,
      'another process resumes a rebuild whose process died between steps, at its position',
    ],
  },
  {
    what: 'a store that continues any existing rebuild',
    mutate: changingRebuilds((rebuilds) => ({
      async begin(plan) {
        const found = (await rebuilds.list()).find(({ id }) => id === plan.id);
        return found ?? rebuilds.begin(plan);
      },
    })),
    caughtBy: [
      'a rebuild for other versions starts over, and steps for the former versions change nothing',
      standing,
    ],
  },
  {
    what: 'a store that takes a step of any version',
    mutate: changingRebuilds((rebuilds) => {
      return {
        async advance(step) {
          const found = (await rebuilds.list()).find(({ id }) => id === step.plan.id);
          const projections = step.plan.projections.map((projection) => ({
            ...projection,
            version: found?.versions[projection.name] ?? projection.version,
          }));
          return rebuilds.advance({ ...step, plan: { ...step.plan, projections } });
        },
      };
    }),
    caughtBy: [
      'a rebuild for other versions starts over, and steps for the former versions change nothing',
    ],
  },
  {
    what: 'a store that lists rebuilds in the order of their start',
    mutate: listing((states) => [...states].reverse()),
    caughtBy: ['rebuilds of several plans are listed by id and progress independently'],
  },
  {
    what: 'a store that takes a step at any position of the rebuild',
    mutate: changingRebuilds((rebuilds) => ({
      async advance(step) {
        const found = (await rebuilds.list()).find(({ id }) => id === step.plan.id);
        return rebuilds.advance({ ...step, from: found?.position });
      },
    })),
    caughtBy: [taken],
  },
  {
    what: 'a store that begins a rebuild with its first step',
    mutate: changingRebuilds((rebuilds) => ({
      async advance(step) {
        await rebuilds.begin(step.plan);
        return rebuilds.advance(step);
      },
    })),
    caughtBy: ['a step of a rebuild that was never started changes nothing', standing],
  },
  {
    what: 'a store that rebuilds in front of its readers',
    mutate: changingRebuilds((rebuilds, instance) => ({
      async advance(step) {
        await writeRows(instance, step.writes);
        return rebuilds.advance(step);
      },
    })),
    caughtBy: [unseen, 'until the swap, readers see the old rows, including those of new appends'],
  },
  {
    what: 'a store that does not count events',
    mutate: listing((states) => states.map((state) => ({ ...state, events: 0 }))),
    caughtBy: [unseen, taken],
  },
  {
    what: 'a store that ignores writes that do not fit',
    mutate: changingRebuilds((rebuilds) => ({
      advance: (step) =>
        rebuilds.advance(step).catch(() => rebuilds.advance({ ...step, writes: [] })),
    })),
    caughtBy: ['a failed step leaves neither writes nor progress'],
  },
  {
    what: 'a store that drops writes to models outside the plan',
    mutate: changingRebuilds((rebuilds) => ({
      advance: (step) =>
        rebuilds.advance({
          ...step,
          writes: step.writes.filter(({ model }) => model !== 'projection_failures'),
        }),
    })),
    caughtBy: [
      'writes to models outside the plan are visible at once, and stay if the rebuild is discarded',
    ],
  },
  {
    what: 'a store that parks nothing',
    mutate: changingRebuilds(() => ({ park: async () => true })),
    caughtBy: [standing, 'a rebuild that no longer exists can’t be parked'],
  },
  {
    what: 'a store that reports a swap that it did not make',
    mutate: changingRebuilds(() => ({ finish: async () => 'done' })),
    caughtBy: [inPlace, 'of many concurrent swaps, one succeeds'],
  },
  {
    what: 'a store that raises no versions',
    mutate: changingSteps((projections) => ({
      states: async () => (await projections.states()).map((state) => ({ ...state, version: 1 })),
    })),
    caughtBy: [inPlace],
  },
  {
    what: 'a store that swaps at any position of the rebuild',
    mutate: changingRebuilds((rebuilds) => ({
      async finish(plan) {
        const found = (await rebuilds.list()).find(({ id }) => id === plan.id);
        return rebuilds.finish(plan, found?.position);
      },
    })),
    caughtBy: [overtaken],
  },
  {
    what: 'a store that discards nothing',
    mutate: changingRebuilds(() => ({ discard: async () => true })),
    caughtBy: [discarded],
  },
  {
    what: 'a store that keeps no marks',
    mutate: changingReadModels((readModels, { projections }) => ({
      async scan(model, range) {
        const rows = await readModels.scan(model, range);
        const states = await projections.states();
        const isRebuilt = states.some(
          ({ name, version }) => name === 'library_shelves' && version > 1,
        );
        return model.name === readersModel.name && isRebuilt ? rows.map(withoutMark) : rows;
      },
    })),
    caughtBy: [
      'a rebuild keeps operational columns of existing rows, and those of new rows are null',
      'rows that are marked during a rebuild keep their marks',
    ],
  },
];

itRejects(rebuildStoreSuite, storeHarness, mutants);
itAccepts(rebuildStoreSuite, () => storeHarness((instance) => instance), mutants);

function listing(
  change: (states: readonly RebuildState[]) => readonly RebuildState[],
): StoreMutation {
  return changingRebuilds((rebuilds) => ({ list: async () => change(await rebuilds.list()) }));
}

function withoutMark(row: Row): Row {
  return { ...row, last_cached_at: null };
}
