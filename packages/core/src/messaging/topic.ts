/** How messages are compressed in transit and at rest, if the transport can compress. */
export type Compression = 'none' | 'gzip' | 'lz4';

/** The wanted properties of a topic. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  /** The compression that producers use; transports that do not compress ignore it. */
  readonly compression: Compression;
  /** The minimum time for which messages are kept, read or not. */
  readonly retentionMs: number;
}

/** Properties to change of a topic that exists; what is left out stays. */
export interface TopicChange
  extends Pick<TopicSpec, 'name'>, Partial<Pick<TopicSpec, AlterableProperty>> {}

type AlterableProperty = 'partitions' | 'minInsyncReplicas' | 'retentionMs';

/** The actual properties of a topic. A property is null if the transport does not have it. */
export interface TopicDescription {
  readonly name: string;
  /** The identity of the topic. One that is created again after a deletion has another. */
  readonly id: string | null;
  readonly partitions: number;
  readonly replicationFactor: number | null;
  readonly minInsyncReplicas: number | null;
  readonly retentionMs: number | null;
}

/** One way in which a topic differs from its spec. */
export interface TopicDrift {
  readonly topic: string;
  readonly property: 'missing' | Exclude<keyof TopicDescription, 'name' | 'id'>;
  readonly wanted: number | null;
  readonly actual: number | null;
}

const comparedProperties = [
  'partitions',
  'replicationFactor',
  'minInsyncReplicas',
  'retentionMs',
] as const;

/** Lists how `actual` differs from `wanted`; a property that the transport does not have is no difference. */
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
