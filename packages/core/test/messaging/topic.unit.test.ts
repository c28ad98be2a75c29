import { describe, expect, it } from 'vitest';
import { topicDrift, type TopicDescription } from '@foldmart/core';
import { shopTopics } from '@foldmart/core/shop';

const [wanted] = shopTopics();
const asWanted: TopicDescription = {
  name: 'users',
  id: 'a',
  partitions: 3,
  replicationFactor: 3,
  minInsyncReplicas: 2,
  retentionMs: 604_800_000,
};

describe('topicDrift', () => {
  it('finds no drift if a topic matches its spec', () => {
    expect(topicDrift(wanted!, asWanted)).toStrictEqual([]);
  });

  it('names every difference with both values', () => {
    const actual = { ...asWanted, partitions: 1, retentionMs: 1_000 };
    expect(topicDrift(wanted!, actual)).toStrictEqual([
      { topic: 'users', property: 'partitions', wanted: 3, actual: 1 },
      { topic: 'users', property: 'retentionMs', wanted: 604_800_000, actual: 1_000 },
    ]);
  });

  it('ignores properties that the transport does not have', () => {
    const actual = { ...asWanted, replicationFactor: null, minInsyncReplicas: null };
    expect(topicDrift(wanted!, actual)).toStrictEqual([]);
  });

  it('reports only that a topic is missing', () => {
    expect(topicDrift(wanted!, undefined)).toStrictEqual([
      { topic: 'users', property: 'missing', wanted: null, actual: null },
    ]);
  });
});
