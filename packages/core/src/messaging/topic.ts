/** How message sets are compressed on the way and at rest, where the transport can. */
export type Compression = 'none' | 'gzip' | 'lz4';

/** A topic as it should be. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  /** What producers use; transports that do not compress ignore it. */
  readonly compression: Compression;
  /** How long messages are kept at least, read or not. */
  readonly retentionMs: number;
}

/** A topic as it is. A property is null where the transport has no such notion. */
export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number | null;
  readonly minInsyncReplicas: number | null;
  readonly retentionMs: number | null;
}

/** One way in which a topic differs from its spec. */
export interface TopicDrift {
  readonly topic: string;
  readonly property: 'missing' | Exclude<keyof TopicDescription, 'name'>;
  readonly wanted: number | null;
  readonly actual: number | null;
}

const comparedProperties = [
  'partitions',
  'replicationFactor',
  'minInsyncReplicas',
  'retentionMs',
] as const;

/** Lists how `actual` differs from `wanted`; a notion the transport lacks is no difference. */
export function topicDrift(
  wanted: TopicSpec,
  actual: TopicDescription | undefined,
): readonly TopicDrift[] {
  if (actual === undefined) {
    return [{ topic: wanted.name, property: 'missing', wanted: null, actual: null }];
  }
  return comparedProperties
    .filter((property) => actual[property] !== null && actual[property] !== wanted[property])
    .map((property) => ({
      topic: wanted.name,
      property,
      wanted: wanted[property],
      actual: actual[property],
    }));
}
