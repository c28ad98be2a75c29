import {
  assertNotNewer,
  carrierOfEvent,
  inSpan,
  runSubscription,
  upcastEvent,
  type AnyDecider,
  type DomainSubscription,
  type HandleOptions,
  type StoredEvent,
  type Subject,
  type SubscriptionCommands,
  type SubscriptionContext,
} from '@foldmart/core';
import { sha256 } from '@foldmart/node';
import { restartIfStalled, watchCalls, watchStep } from '../progress/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { wakeOnAppends } from '../runtime/wake-on-appends.js';

/** Returns the subject of a decider of the domain. */
export type FindSubject = <Decider extends AnyDecider>(
  decider: Decider,
  id: string,
) => Subject<Decider>;

/** Runs every subscription of the domain until the signal aborts. One of all processes runs each. */
export async function runSubscriptions(
  runtime: Runtime,
  findSubject: FindSubject,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  wakeOnAppends(runtime, (await runtime.database()).events, either);
  const runs = runtime.domain.subscriptions.map((subscription) =>
    runOne(runtime, findSubject, subscription, either),
  );
  try {
    await Promise.all(runs);
  } finally {
    stop.abort();
    await Promise.allSettled(runs);
  }
}

async function runOne(
  runtime: Runtime,
  findSubject: FindSubject,
  subscription: DomainSubscription,
  signal: AbortSignal,
): Promise<void> {
  const { events: log, checkpoints, locks } = await runtime.database();
  const { name, from: startFrom, handles } = subscription;
  const watched = { name: { role: 'subscriptions', work: name }, signal, locks };
  await restartIfStalled(runtime, watched, ({ watch, ...run }) =>
    runSubscription(
      {
        ...runtime,
        store: watchCalls(log, 'event-store', watch),
        checkpoints: watchCalls(checkpoints, 'checkpoint-store', watch),
        locks: watchCalls(run.locks, 'leader-lock', watch),
      },
      {
        ...{ name, startFrom, signal: run.signal, wakeUps: runtime.wakeUps },
        check(event) {
          if (handles.includes(event.type)) assertNotNewer(runtime.registry, event);
        },
        onStep: () => watch.finished(),
      },
      async (events, context) => {
        for (const event of events) {
          if (!handles.includes(event.type)) continue;
          await watchStep(watch, `its handler of ${event.type} ${event.id}`, () =>
            handleOne(runtime, findSubject, subscription, event, context),
          );
        }
      },
    ),
  );
}

async function handleOne(
  { registry, telemetry: { tracer } }: Runtime,
  findSubject: FindSubject,
  { name, handle }: DomainSubscription,
  event: StoredEvent,
  { signal }: SubscriptionContext,
): Promise<void> {
  const commands = commandsFor(findSubject, name, event);
  const work = async (): Promise<void> =>
    handle(upcastEvent(registry, event), { commands, signal });
  if (!tracer.isEnabled) return work();
  const attributes = { 'foldmart.subscription': name, 'foldmart.event.type': event.type };
  const start = { kind: 'consumer', parent: carrierOfEvent(event), attributes } as const;
  await inSpan(tracer, `process ${name}`, start, work);
}

type Send = (input: unknown, options?: HandleOptions) => Promise<unknown>;

/** Sends commands with the event as their cause, under ids that are the same after a redelivery. */
function commandsFor(
  findSubject: FindSubject,
  subscription: string,
  event: StoredEvent,
): SubscriptionCommands {
  const commands = (decider: AnyDecider, id: string): unknown => {
    const subject = findSubject(decider, id) as Readonly<Record<string, Send>>;
    const caused = Object.keys(decider.commands as object).map((type) => {
      const commandId = sha256(`${subscription} ${event.id} ${type}`).slice(0, 32);
      const cause = {
        commandId,
        causationId: event.id,
        correlationId: event.correlationId ?? event.id,
        ...(event.traceParent === undefined ? {} : { traceParent: event.traceParent }),
      };
      return [
        type,
        (input: unknown, options?: HandleOptions) =>
          subject[type]?.(input, { ...cause, ...options }),
      ];
    });
    return Object.fromEntries(caused);
  };
  return commands as SubscriptionCommands;
}
