import type { TopicChange, TopicDescription, TopicDrift, TopicSpec } from '@foldmart/core';

/** A property that is to change, or that differs and cannot change. */
export interface Alteration {
  readonly topic: string;
  readonly property: TopicDrift['property'];
  readonly from: number | null;
  readonly to: number | null;
  /** Why it cannot be changed; null if it can. */
  readonly obstacle: string | null;
}

const alterable = ['partitions', 'minInsyncReplicas', 'retentionMs'] as const;

/** What ends the drift of a topic, and what of it has to stay. */
export function alterationsOf(drift: readonly TopicDrift[]): readonly Alteration[] {
  return drift.map(({ topic, property, wanted, actual }) => {
    const obstacle = obstacleTo(property, wanted, actual);
    return { topic, property, from: actual, to: wanted, obstacle };
  });
}

/** What changes a topic to the values that are given. */
export function requestedAlterations(
  actual: TopicDescription,
  wanted: Partial<Pick<TopicSpec, (typeof alterable)[number]>>,
): readonly Alteration[] {
  return alterable.flatMap((property) => {
    const [from, to] = [actual[property], wanted[property]];
    if (to === undefined || to === from) return [];
    const obstacle =
      from === null ? 'this queue has no such property' : obstacleTo(property, to, from);
    return [{ topic: actual.name, property, from, to, obstacle }];
  });
}

/** The changes of the port, one a topic. */
export function changesOf(alterations: readonly Alteration[]): readonly TopicChange[] {
  const changes = new Map<string, Record<string, string | number>>();
  for (const { topic, property, to, obstacle } of alterations) {
    if (obstacle !== null || to === null) continue;
    changes.set(topic, { ...(changes.get(topic) ?? { name: topic }), [property]: to });
  }
  return [...changes.values()] as unknown as readonly TopicChange[];
}

function obstacleTo(
  property: TopicDrift['property'],
  wanted: number | null,
  actual: number | null,
): string | null {
  if (property === 'missing') return 'the topic does not exist: foldmart topics create';
  if (property === 'replicationFactor') {
    return 'replicas are moved by kafka-reassign-partitions, not by this command';
  }
  const isFewer = property === 'partitions' && (wanted ?? 0) < (actual ?? 0);
  return isFewer ? 'a topic cannot have fewer partitions than before' : null;
}
