import { checkpointStoreSuite } from '@foldmart/conformance';
import type { CheckpointState } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingCheckpoints } from './store-mutants.js';

const elsewhere = 'a checkpoint that is elsewhere stays where it is';
const listed =
  'subscriptions move apart, and are listed by name with where they are and since when';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that moves a checkpoint from wherever it is',
    mutate: changingCheckpoints((checkpoints) => ({
      async move(subscription, { to }) {
        const from = await checkpoints.load(subscription);
        return checkpoints.move(subscription, { from, to });
      },
    })),
    caughtBy: [elsewhere],
  },
  {
    what: 'a store that checks the checkpoint and then moves it',
    mutate: changingCheckpoints((checkpoints) => ({
      async move(subscription, { from, to }) {
        if ((await checkpoints.load(subscription)) !== from) return false;
        await new Promise((resolve) => setImmediate(resolve));
        await checkpoints.move(subscription, { from: await checkpoints.load(subscription), to });
        return true;
      },
    })),
    caughtBy: ['of many that move a checkpoint at the same time, one does'],
  },
  {
    what: 'a store that says that it moved a checkpoint which it did not',
    mutate: changingCheckpoints((checkpoints) => ({
      async move(subscription, step) {
        await checkpoints.move(subscription, step);
        return true;
      },
    })),
    caughtBy: [elsewhere, 'of many that move a checkpoint at the same time, one does'],
  },
  {
    what: 'a store that never goes back',
    mutate: changingCheckpoints((checkpoints) => {
      const moved = new Set<string>();
      return {
        async move(subscription, step) {
          if (moved.size > 0) return false;
          moved.add(step.to);
          return checkpoints.move(subscription, step);
        },
      };
    }),
    caughtBy: ['a checkpoint can be moved back, so that a subscription sees events again'],
  },
  {
    what: 'a store that has one checkpoint',
    mutate: changingCheckpoints((checkpoints) => ({
      load: () => checkpoints.load('all'),
      move: (_subscription, step) => checkpoints.move('all', step),
    })),
    caughtBy: [listed],
  },
  {
    what: 'a store that trims names',
    mutate: changingCheckpoints((checkpoints) => ({
      move: (subscription, step) => checkpoints.move(subscription.trim(), step),
    })),
    caughtBy: [listed],
  },
  {
    what: 'a store that lists checkpoints as they come',
    mutate: listing((states) => [...states].reverse()),
    caughtBy: [listed],
  },
  {
    what: 'a store that lists checkpoints with a time of its own zone',
    mutate: listing((states) =>
      states.map((state) => ({ ...state, movedAt: state.movedAt.replace('Z', '+00:00') })),
    ),
    caughtBy: [listed],
  },
  {
    what: 'a store that lists what never moved',
    mutate: listing((states) => [
      ...states,
      { subscription: 'outbox', position: '0', movedAt: '2026-02-03T14:30:00Z' },
    ]),
    caughtBy: ['a subscription that never moved has no checkpoint, and is not listed'],
  },
  {
    what: 'a store that takes subscriptions for projections',
    mutate: changingCheckpoints((checkpoints, { projections }) => ({
      async load(subscription) {
        const states = await projections.states();
        const projected = states.find(({ name }) => name === subscription)?.position;
        return projected ?? checkpoints.load(subscription);
      },
    })),
    caughtBy: ['a subscription and a projection of one name know nothing of each other'],
  },
];

itRejects(checkpointStoreSuite, storeHarness, mutants);
itAccepts(checkpointStoreSuite, () => storeHarness((instance) => instance), mutants);

function listing(
  change: (states: readonly CheckpointState[]) => readonly CheckpointState[],
): StoreMutation {
  return changingCheckpoints((checkpoints) => ({
    list: async () => change(await checkpoints.list()),
  }));
}
