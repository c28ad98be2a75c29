import { eventBusSuite } from '@foldmart/conformance';
import type { BatchHandler, SubscribeOptions } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingBatch, changingBus, changingContext, changingHandler } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that commits before the handler is done',
    mutate: changingHandler((handler) => async (batch, context) => {
      void handler(batch, context).catch(() => undefined);
    }),
    caughtBy: [
      'batches in flight at a crash are redelivered to another member, in order per key',
      'a failed batch is redelivered before anything behind it in its partition',
      'closing waits for work in flight and commits it; others take over, and nothing is redelivered',
      'a slow handler has one batch per partition in hand, whatever the backlog',
      'a batch in hand is not committed',
    ],
  },
  {
    what: 'a bus that skips failed batches',
    mutate: changingHandler((handler) => async (batch, context) => {
      await Promise.resolve()
        .then(() => handler(batch, context))
        .catch(() => undefined);
    }),
    caughtBy: [
      'a failed batch is redelivered before anything behind it in its partition',
      'other partitions progress while one fails',
      'a batch may fail thirty times and then succeed',
      'a batch with a poison message is redelivered in order until the handler parks it',
      'work that fails while its member closes is not committed',
      'a handler that throws synchronously fails like one that rejects',
    ],
  },
  {
    what: 'a bus whose members fail with their observer',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) => bus.subscribe(...failingWithObserver(options, handler)),
    })),
    caughtBy: ['an observer that throws changes nothing for its member'],
  },
  {
    what: 'a bus that retries failed batches after later ones',
    mutate: changingHandler(settingFailuresAside),
    caughtBy: [
      'a failed batch is redelivered before anything behind it in its partition',
      'a batch may fail thirty times and then succeed',
    ],
  },
  {
    what: 'a bus that delivers everything twice',
    mutate: changingHandler((handler) => async (batch, context) => {
      await handler(batch, context);
      await handler(batch, context);
    }),
    caughtBy: [
      'messages of one call keep their order within a key',
      'three partitions over 1 members make 3, every message handled once',
      'each of two groups receives every message',
      'a batch may fail thirty times and then succeed',
    ],
  },
  {
    what: 'a bus that loses the last message of a batch',
    mutate: changingBatch((batch) => ({ ...batch, messages: batch.messages.slice(0, -1) })),
    caughtBy: [
      'calls that are not awaited keep their order within a key',
      'each key’s order holds while a member leaves in the middle of the stream',
    ],
  },
  {
    what: 'a bus that delivers a batch in reverse',
    mutate: changingBatch((batch) => ({ ...batch, messages: batch.messages.toReversed() })),
    caughtBy: [
      'messages of one call keep their order within a key',
      'a call may be larger than the largest message: all of it is sent, in order',
    ],
  },
  {
    what: 'a bus that ignores maxBatchMessages',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) =>
        bus.subscribe({ ...options, maxBatchMessages: 10_000 }, handler),
    })),
    caughtBy: [
      'no batch is larger than the subscription allows',
      'by default a batch has at most 500 messages, and more than one',
      'a batch may be one message',
    ],
  },
  {
    what: 'a bus that ignores maxConcurrentPartitions',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) =>
        bus.subscribe(without('maxConcurrentPartitions', options), handler),
    })),
    caughtBy: ['no more partitions are handled concurrently than the subscription allows'],
  },
  {
    what: 'a bus that never aborts the signal of a handler',
    mutate: changingContext({ signal: new AbortController().signal }),
    caughtBy: [
      'a close that reaches its deadline aborts the work, and its batch is redelivered to another member',
    ],
  },
  {
    what: 'a bus that does not count attempts',
    mutate: changingContext({ attempt: 1 }),
    caughtBy: ['the attempts of a batch are counted, and the observer is told of each failure'],
  },
  {
    what: 'a bus that ignores its observers',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) => bus.subscribe(without('observer', options), handler),
    })),
    caughtBy: [
      'the attempts of a batch are counted, and the observer is told of each failure',
      'a member is told which partitions it holds, after each change',
    ],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

/** Reports a failed batch as handled to the bus, and retries it after later ones. */
function settingFailuresAside(handler: BatchHandler): BatchHandler {
  let aside: (() => Promise<void>)[] = [];
  return async (batch, context) => {
    const again = aside;
    aside = [];
    const tries = [() => handler(batch, context), ...again];
    for (const attempt of tries) await attempt().catch(() => aside.push(attempt));
  };
}

function without(name: keyof SubscribeOptions, options: SubscribeOptions): SubscribeOptions {
  const kept = Object.entries(options).filter(([option]) => option !== name);
  return Object.fromEntries(kept) as unknown as SubscribeOptions;
}

/** Once `assigned` has thrown, the member rejects every batch. */
function failingWithObserver(
  options: SubscribeOptions,
  handler: BatchHandler,
): [SubscribeOptions, BatchHandler] {
  let failure: unknown;
  const assigned = (partitions: readonly number[]): void => {
    try {
      options.observer?.assigned?.(partitions);
    } catch (error) {
      failure = error;
    }
  };
  return [
    { ...options, observer: { ...options.observer, assigned } },
    async (batch, context) => {
      if (failure !== undefined) throw failure as Error;
      await handler(batch, context);
    },
  ];
}
