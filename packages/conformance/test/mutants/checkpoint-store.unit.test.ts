import { checkpointStoreSuite } from '@foldmart/conformance';
import type { CheckpointState } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingCheckpoints } from './store-mutants.js';

const elsewhere = 'a checkpoint at another position does not move';
const listed =
  'subscriptions move independently, and are listed by name with their position and the time of their last move';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that moves a checkpoint from any position',
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
    caughtBy: ['of many concurrent moves of a checkpoint, one succeeds'],
  },
  {
    what: 'a store that reports a move of a checkpoint that did not happen',
    mutate: changingCheckpoints((checkpoints) => ({
      async move(subscription, step) {
        await checkpoints.move(subscription, step);
        return true;
      },
    })),
    caughtBy: [elsewhere, 'of many concurrent moves of a checkpoint, one succeeds'],
  },
  {
    what: 'a store that never moves a checkpoint back',
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
    caughtBy: ['a checkpoint can move back, so that a subscription sees events again'],
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
    what: 'a store that lists checkpoints unsorted',
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
    what: 'a store that lists subscriptions that never moved',
    mutate: listing((states) => [
      ...states,
      { subscription: 'outbox', position: '0', movedAt: '2026-02-03T14:30:00Z' },
    ]),
    caughtBy: ['a subscription that never moved has no checkpoint, and is not listed'],
  },
  {
    what: 'a store that treats subscriptions as projections',
    mutate: changingCheckpoints((checkpoints, { projections }) => ({
      async load(subscription) {
        const states = await projections.states();
        const projected = states.find(({ name }) => name === subscription)?.position;
        return projected ?? checkpoints.load(subscription);
      },
    })),
    caughtBy: ['a subscription and a projection of the same name are independent'],
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
