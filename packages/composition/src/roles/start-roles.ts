import { isRetryableError, type CacheRefresh } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { isOneProcess } from '../settings/settings.js';
import { prepareTopics } from '../topics/index.js';
import { consumersOf, type Consumer } from './consumers.js';
import { followProjections } from './follow-projections.js';
import { keepCacheFresh } from './keep-cache-fresh.js';
import { runOutbox } from './relay-outbox.js';
import type { ConsumerObserver } from './consumer-observer.js';
import { runConsumers, type RunningConsumers } from './run-consumers.js';
import { runSubscriptions, type FindSubject } from './run-subscriptions.js';

/** The kinds of work of an application; a process does some or all of them. */
export const roles = [
  'consumers',
  'projections',
  'subscriptions',
  'outbox',
  'cache-worker',
] as const;

export type Role = (typeof roles)[number];

/** Observes the roles. Its methods must not throw. */
export interface RoleObserver extends ConsumerObserver {
  refreshed?(refresh: CacheRefresh, number: number): void;
  relayed?(relayed: { readonly published: number; readonly read: number }): void;
}

export interface StartRequest {
  /** Default: every role that has work, by the domain and the settings. */
  readonly roles?: readonly Role[];
  /** Consumers of each topic in this process; default 1. */
  readonly instances?: number;
  /** Runs these consumers instead of `instances` of each. */
  readonly consumers?: readonly Consumer[];
  readonly observer?: RoleObserver;
}

/** Running roles. */
export interface RunningRoles {
  readonly roles: readonly Role[];
  readonly consumers: RunningConsumers | undefined;
  /** Resolves after `stop`. If a role fails permanently, it rejects with that error and the other roles are stopped. */
  readonly ended: Promise<void>;
  /** Finishes what is in progress, then ends all roles. Rejects with the error of a role that failed. Idempotent. */
  stop(): Promise<void>;
}

/** The roles that a domain has work for with these settings. */
export function usefulRoles({ domain, settings }: Runtime): readonly Role[] {
  const hasQueue = settings.queueType !== 'direct' && domain.topics.length > 0;
  const isUseful: Readonly<Record<Role, boolean>> = {
    consumers: hasQueue && domain.consumers.length > 0,
    projections: domain.projections.some(({ mode }) => mode === 'async'),
    subscriptions: domain.subscriptions.length > 0,
    // With an in-process queue, a durable checkpoint would mark events as published that no other process receives.
    outbox: hasQueue && !isOneProcess(settings),
    'cache-worker': domain.cached.length > 0,
  };
  return roles.filter((role) => isUseful[role]);
}

/** Starts roles in this process. Rejects with a PortError if one of them cannot start. */
export async function startRoles(
  runtime: Runtime,
  findSubject: FindSubject,
  request: StartRequest = {},
): Promise<RunningRoles> {
  const { roles: chosen = usefulRoles(runtime), observer } = request;
  await prepareFor(runtime, chosen);
  const consumers = chosen.includes('consumers') ? await consume(runtime, request) : undefined;
  const stopping = new AbortController();
  const { signal } = stopping;
  const work: Readonly<Record<Exclude<Role, 'consumers'>, () => Promise<unknown>>> = {
    projections: () => followProjections(runtime, signal),
    subscriptions: () => runSubscriptions(runtime, findSubject, signal),
    outbox: () => runOutbox(runtime, { signal, onRelayed: (page) => observer?.relayed?.(page) }),
    'cache-worker': () =>
      keepCacheFresh(runtime, {
        signal,
        onRefresh: (...refresh) => observer?.refreshed?.(...refresh),
      }),
  };
  const background = chosen.flatMap((role) => (role === 'consumers' ? [] : [work[role]()]));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await consumers?.close();
  };
  const ended = endTogether([...background, consumers?.ended ?? Promise.resolve()], signal, stop);
  // The log has the failure: if neither `ended` nor `stop` is awaited, it must not crash the process.
  ended.catch((error: unknown) => {
    runtime.logger.error('a role failed', { error, isRetryable: isRetryableError(error) });
  });
  return {
    roles: chosen,
    consumers,
    ended,
    async stop() {
      await stop();
      await ended;
    },
  };
}

/** Opens the database and creates the topics before roles start. */
async function prepareFor(runtime: Runtime, chosen: readonly Role[]): Promise<void> {
  await runtime.serveMetrics();
  await runtime.database();
  const needsTopics = chosen.includes('consumers') || chosen.includes('outbox');
  if (needsTopics) await prepareTopics(runtime);
}

function consume(
  runtime: Runtime,
  { instances = 1, consumers, observer }: StartRequest,
): Promise<RunningConsumers> {
  const chosen = consumers ?? consumersOf(runtime.domain.consumers, instances);
  return runConsumers(runtime, chosen, observer);
}

/** Waits for the signal and all work; stops the rest as soon as one part fails. */
async function endTogether(
  parts: readonly Promise<unknown>[],
  signal: AbortSignal,
  stop: () => Promise<void>,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  try {
    await Promise.race([stopped, ...parts.map(rejectionOf)]);
  } finally {
    await stop();
    await Promise.allSettled(parts);
  }
  await Promise.all(parts);
}

/** Never resolves; rejects if the part does. */
async function rejectionOf(part: Promise<unknown>): Promise<never> {
  await part;
  return new Promise(() => undefined);
}
