import { projectionStoreSuite, type EventStoreHarness } from '@foldmart/conformance';
import { isPortError } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents, changingSteps } from './store-mutants.js';

type HarnessMutation = (harness: EventStoreHarness) => EventStoreHarness;

const opening = caseNames((name) => name.startsWith('opening rejects'));
const inline = caseNames(
  (name) => name.startsWith('inline: a change') && name.includes('rejected'),
);
const async = caseNames((name) => name.startsWith('async: a change') && name.includes('rejected'));

const definitionMutants: readonly Mutant<HarnessMutation>[] = [
  {
    what: 'a store that opens with any definition',
    mutate: (harness) => ({
      ...harness,
      async open(projections) {
        try {
          return await harness.open(projections);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          return harness.open([]);
        }
      },
    }),
    caughtBy: opening,
  },
];

const writeMutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that leaves out what does not fit in an append',
    mutate: changingEvents((events) => ({
      append: (appends) => events.append(appends).catch(unlessRejected([])),
    })),
    caughtBy: [...inline, 'a change to a model that the projection does not declare is rejected'],
  },
  {
    what: 'a store that leaves out what does not fit in a step',
    mutate: changingSteps((projections) => ({
      advance: (step) => projections.advance(step).catch(unlessRejected(true)),
    })),
    caughtBy: async,
  },
];

const sound = (): EventStoreHarness => storeHarness((instance) => instance);

itRejects(projectionStoreSuite, (mutate: HarnessMutation) => mutate(sound()), definitionMutants);
itAccepts(projectionStoreSuite, sound, definitionMutants);
itRejects(projectionStoreSuite, storeHarness, writeMutants);
itAccepts(projectionStoreSuite, sound, writeMutants);

function caseNames(matches: (name: string) => boolean): readonly string[] {
  return projectionStoreSuite.cases.map(({ name }) => name).filter(matches);
}

function unlessRejected<Answer>(answer: Answer): (error: unknown) => Answer {
  return (error) => {
    if (!isPortError(error) || error.reason !== 'rejected') throw error;
    return answer;
  };
}
