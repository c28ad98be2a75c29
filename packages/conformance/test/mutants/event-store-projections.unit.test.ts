import { eventStoreSuite } from '@foldmart/conformance';
import { isPortError, PortError, type NewDeadLetter, type Projection } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const throwing = 'a projection that throws';
const everyEvent = `${throwing} for every event rejects whole batches, and parks nothing`;
const oneEvent = `${throwing} for one event rejects its whole batch, and parks nothing`;
const append = `${throwing} rejects an append for good, until a program without it appends`;

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that treats a failed projection as an error of the messages',
    mutate: changingEvents((events, { deadLetters }) => ({
      async ingest(batch) {
        try {
          return await events.ingest(batch);
        } catch (error) {
          if (!isProjectionFailure(error)) throw error;
          const letters = batch.items.flatMap(({ source }): NewDeadLetter[] =>
            source ? [{ source, reason: 'refused', detail: error.message, attempts: 1 }] : [],
          );
          await deadLetters.park(letters);
          return { outcomes: batch.items.map(() => 'refused') };
        }
      },
    })),
    caughtBy: [everyEvent, oneEvent],
  },
  {
    what: 'a store that records the events that its projections can take',
    mutate: changingEvents((events) => ({
      async ingest(batch) {
        try {
          return await events.ingest(batch);
        } catch (error) {
          if (!isProjectionFailure(error)) throw error;
          for (const item of batch.items) {
            await events.ingest({ items: [item] }).catch(() => undefined);
          }
          throw error;
        }
      },
    })),
    caughtBy: [oneEvent],
  },
  {
    what: 'a store that parks the messages of a batch that it rejects',
    mutate: changingEvents((events, { deadLetters }) => ({
      async ingest(batch) {
        await deadLetters.park(batch.deadLetters ?? []);
        return events.ingest(batch);
      },
    })),
    caughtBy: [everyEvent],
  },
  {
    what: 'a store that does not report that a projection has failed',
    mutate: changingEvents((events) => ({
      append: (appends) => events.append(appends).catch(withoutCode),
      ingest: (batch) => events.ingest(batch).catch(withoutCode),
    })),
    caughtBy: [everyEvent, append],
  },
  {
    what: 'a store that projects duplicates',
    mutate: changingEvents((events, _instance, projections) => ({
      async ingest(batch) {
        for (const { event } of batch.items) projectInline(projections, event);
        return events.ingest(batch);
      },
    })),
    caughtBy: ['a projection that throws does not see duplicates'],
  },
  {
    what: 'a store that rejects events that a projection may skip',
    mutate: changingEvents((events, _instance, projections) => ({
      async ingest(batch) {
        for (const { event } of batch.items) projectInline(projections, event);
        return events.ingest(batch);
      },
    })),
    caughtBy: ['a projection that may skip events takes the others, and its failures become rows'],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function isProjectionFailure(error: unknown): error is PortError {
  return isPortError(error) && error.code === 'projection-failed';
}

function withoutCode(error: unknown): never {
  if (!isProjectionFailure(error)) throw error;
  const { port, operation, reason, message } = error;
  throw new PortError({ port, operation, reason, message });
}

function projectInline(
  projections: readonly Projection[],
  event: Parameters<Projection['project']>[0],
) {
  try {
    for (const projection of projections) projection.project(event);
  } catch (cause) {
    const [port, operation] = ['event-store', 'ingest'] as const;
    throw new PortError({
      port,
      operation,
      reason: 'rejected',
      message: 'a projection failed',
      cause,
    });
  }
}
