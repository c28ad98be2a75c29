import type { Domain, Projection } from '@foldmart/core';
import type { Services } from '../services/services.js';
import type { RecordingGroup } from './consumed-oracle.js';

/** The checkpoint of the outbox, as the role `outbox` names it. */
const outbox = 'outbox';

/** What of a domain's background work has not reached the end; undefined if everything has. */
export function findUnfinished(
  services: Pick<Services, 'broker' | 'database'>,
  domain: Domain,
  { hasOutbox }: { readonly hasOutbox: boolean },
): string | undefined {
  const subscriptions = domain.subscriptions.map(({ name }) => name);
  return (
    hiddenEvents(services) ??
    laggingGroup(services, domain.consumers) ??
    laggingProjection(services, domain.projections) ??
    laggingSubscription(services, hasOutbox ? [outbox, ...subscriptions] : subscriptions)
  );
}

/** A dead letter that waits for an operator; undefined if none does. */
export function findWaitingLetter({ database }: Pick<Services, 'database'>): string | undefined {
  const [letter] = database.deadLetters.filter({ status: 'waiting' });
  return letter === undefined ? undefined : `letter ${letter.id} waits: ${letter.detail}`;
}

/** Followers read on only when readers see everything. */
function hiddenEvents({ database }: Pick<Services, 'database'>): string | undefined {
  const { length } = database.log.hidden;
  return length === 0 ? undefined : `an open transaction hides ${String(length)} events`;
}

function laggingGroup(
  { broker }: Pick<Services, 'broker'>,
  groups: readonly RecordingGroup[],
): string | undefined {
  for (const { topic, group } of groups) {
    const found = broker.findGroup(group, topic);
    const partitions = broker.topic(topic)?.partitions ?? [];
    for (const [index, log] of partitions.entries()) {
      const behind = log.end - (found?.partitions[index]?.position ?? 0);
      if (behind > 0) return `${group} is ${String(behind)} behind in ${topic}/${String(index)}`;
    }
  }
  return undefined;
}

function laggingProjection(
  { database }: Pick<Services, 'database'>,
  projections: readonly Projection[],
): string | undefined {
  for (const projection of projections) {
    const { name, mode, version } = projection;
    const state = database.projectionStates.get(name);
    if (state?.parked !== undefined) return `projection ${name} is parked: ${state.parked.detail}`;
    if (state?.version !== version) return `projection ${name} is not rebuilt`;
    if (mode === 'inline') continue;
    const behind = database.log.settled.countBehind(state.position);
    if (behind > 0) return `projection ${name} is ${String(behind)} events behind`;
  }
  if (database.rebuilds.size > 0) return 'a rebuild is not finished';
  return undefined;
}

function laggingSubscription(
  { database }: Pick<Services, 'database'>,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const behind = database.log.settled.countBehind(database.subscriptions.get(name)?.position);
    if (behind > 0) return `subscription ${name} is ${String(behind)} events behind`;
  }
  return undefined;
}
