import {
  runSubscription,
  type RunSubscriptionOptions,
  type SubscriptionDependencies,
  type SubscriptionHandler,
} from '@foldmart/core';
import { expect } from 'vitest';
import { chanceOf } from './chance.js';
import { notedLog, type NotedLog } from './noted-log.js';
import { recordingLogger } from './recording-logger.js';

/** A log, and what its subscriptions have written to their logger. */
export type SubscribedLog = NotedLog & {
  readonly lines: readonly string[];
  readonly logger: Recorder;
};
type Recorder = ReturnType<typeof recordingLogger>;

/** Creates an empty log. */
export function openLog(): SubscribedLog {
  const logger = recordingLogger();
  return { ...notedLog(), logger, lines: logger.lines };
}

/** The parts of one process. */
export function dependenciesOf(
  log: SubscribedLog,
  instance = log.open(),
): SubscriptionDependencies {
  const { events: store, checkpoints, locks } = instance;
  const { random } = chanceOf(1);
  return { store, checkpoints, locks, clock: log.clock, random, logger: log.logger };
}

export interface SubscriptionRun {
  readonly dependencies?: Partial<SubscriptionDependencies>;
  readonly options?: Partial<RunSubscriptionOptions>;
  readonly untilMs?: number;
}

/** Runs a subscription as a separate process until a given time, by default 10 s. */
export async function subscribe(
  log: SubscribedLog,
  handler: SubscriptionHandler,
  run: SubscriptionRun = {},
): Promise<void> {
  const controller = new AbortController();
  const { untilMs = 10_000 } = run;
  const cancel = log.clock.schedule(untilMs - log.clock.monotonic(), () => controller.abort());
  await runSubscription(
    { ...dependenciesOf(log), ...run.dependencies },
    { name: 'notes', signal: controller.signal, pageSize: 3, ...run.options },
    handler,
  ).finally(cancel);
}

/** A handler that records ids. */
export function recorder(): { readonly seen: string[]; readonly handler: SubscriptionHandler } {
  const seen: string[] = [];
  return {
    seen,
    handler: async (events) => void seen.push(...events.map(({ id }) => id)),
  };
}

/** Checks that the checkpoint of the subscription `notes` is at an event, or that it has none. */
export async function checkpointIs(log: SubscribedLog, id: string | undefined): Promise<void> {
  const { events } = await log.store.readAll({ limit: 100 });
  const position = events.find((event) => event.id === id)?.position;
  expect(await log.open().checkpoints.load('notes')).toBe(position);
}
