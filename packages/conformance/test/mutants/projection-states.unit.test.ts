import { projectionStoreSuite } from '@foldmart/conformance';
import type { ProjectionState, ProjectionStore } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingReadModels, changingSteps } from './store-mutants.js';

const listed = 'every projection of an opened store is listed by name, with version and mode';
const standing = 'a parked projection stays at its checkpoint, for every process';
const onlyParked = 'only a parked projection can be resumed';
const neverBuilt =
  'an inline projection that is newer than its events is not built: version 0, and no rows';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that lists only projections with a checkpoint',
    mutate: listing((states) => states.filter(({ position }) => position !== undefined)),
    caughtBy: [listed, neverBuilt],
  },
  {
    what: 'a store that lists projections in the given order',
    mutate: listing((states) => [...states].reverse()),
    caughtBy: [listed],
  },
  {
    what: 'a store that treats every projection as asynchronous',
    mutate: listing((states) => states.map((state) => ({ ...state, mode: 'async' }))),
    caughtBy: [listed],
  },
  {
    what: 'a store that does not return the checkpoint of a projection',
    mutate: listing((states) => states.map((state) => ({ ...state, position: undefined }))),
    caughtBy: ['states show the checkpoints of asynchronous projections, to every process'],
  },
  {
    what: 'a store that treats a projection that was never built as version 1',
    mutate: listing((states) =>
      states.map((state) => ({ ...state, version: Math.max(1, state.version) })),
    ),
    caughtBy: [neverBuilt],
  },
  {
    what: 'a store that assigns rows to the version of the reading program',
    mutate: changingSteps((projections, _instance, given) => ({
      states: async () =>
        (await projections.states()).map((state) => ({
          ...state,
          version: given.find(({ name }) => name === state.name)?.version ?? state.version,
        })),
    })),
    caughtBy: [
      'rows of an older inline version stay unchanged and readable',
      'a step of another version than that of the rows changes nothing, and the older program continues',
    ],
  },
  {
    what: 'a store that identifies checkpoints by name',
    mutate: changingSteps((projections) => ({
      checkpoint: async ({ name }) =>
        (await projections.states()).find((state) => state.name === name)?.position,
    })),
    caughtBy: [
      'a step of another version than that of the rows changes nothing, and the older program continues',
    ],
  },
  {
    what: 'a store that lets every version step',
    mutate: changingSteps((projections) => ({
      async advance(step) {
        const states = await projections.states();
        const { version } = states.find(({ name }) => name === step.projection.name) ?? {};
        return projections.advance({
          ...step,
          from: states.find(({ name }) => name === step.projection.name)?.position,
          projection: { ...step.projection, version: version ?? step.projection.version },
        });
      },
    })),
    caughtBy: [
      'a step of another version than that of the rows changes nothing, and the older program continues',
    ],
  },
  {
    what: 'a store that deletes the rows of an older version',
    mutate: changingReadModels((readModels, { projections }, given) => ({
      async get(model, key) {
        const states = await projections.states();
        const isOlder = given.some(({ name, version }) =>
          states.some((state) => state.name === name && state.version < version),
        );
        return isOlder ? undefined : readModels.get(model, key);
      },
    })),
    caughtBy: ['rows of an older inline version stay unchanged and readable'],
  },
  {
    what: 'a store that lets parked projections step',
    mutate: changingSteps((projections) => ({
      async advance(step) {
        await projections.resume(step.projection.name);
        return projections.advance(step);
      },
    })),
    caughtBy: [
      standing,
      'a parked projection reports the event that failed, its position and the time of parking',
    ],
  },
  {
    what: 'a store that parks for the process that asks',
    mutate: changingSteps(parkingHere),
    caughtBy: [
      standing,
      'a parked projection reports the event that failed, its position and the time of parking',
    ],
  },
  {
    what: 'a store that parks a projection at any position',
    mutate: changingSteps((projections) => ({
      park: async (projection, _from, failure) =>
        projections.park(projection, await projections.checkpoint(projection), failure),
    })),
    caughtBy: ['a projection is not parked at a position other than its checkpoint'],
  },
  {
    what: 'a store that checks the checkpoint and then parks',
    mutate: changingSteps((projections) => ({
      async park(projection, from, failure) {
        if ((await projections.checkpoint(projection)) !== from) return false;
        await new Promise((resolve) => setImmediate(resolve));
        await projections.park(projection, await projections.checkpoint(projection), failure);
        return true;
      },
    })),
    caughtBy: ['of a concurrent step and parking at the same position, one succeeds'],
  },
  {
    what: 'a store that reports that every projection was parked',
    mutate: changingSteps((projections) => ({
      resume: async (name) => (await projections.resume(name)) || true,
    })),
    caughtBy: [onlyParked],
  },
  {
    what: 'a store that resumes nothing',
    mutate: changingSteps(() => ({ resume: async () => true })),
    caughtBy: ['a resumed projection continues from its checkpoint', onlyParked],
  },
  {
    what: 'a store that retires nothing',
    mutate: changingSteps(() => ({ retire: async () => true })),
    caughtBy: [
      'a retired projection is no longer listed, appends do not need it, and its rows stay',
      'an unknown projection can’t be retired, and a known one only once',
    ],
  },
];

itRejects(projectionStoreSuite, storeHarness, mutants);
itAccepts(projectionStoreSuite, () => storeHarness((instance) => instance), mutants);

function listing(
  change: (states: readonly ProjectionState[]) => readonly ProjectionState[],
): StoreMutation {
  return changingSteps((projections) => ({
    states: async () => change(await projections.states()),
  }));
}

/** Other processes do not see what is parked. */
function parkingHere(projections: ProjectionStore): Partial<ProjectionStore> {
  const parked = new Set<string>();
  return {
    async park({ name }) {
      parked.add(name);
      return true;
    },
    advance: async (step) => !parked.has(step.projection.name) && projections.advance(step),
  };
}
