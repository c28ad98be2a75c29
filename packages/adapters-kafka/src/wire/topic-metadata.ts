import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** The first version that describes topics by id (KIP-516). Supported by every broker since 3.1. */
export const METADATA = { apiKey: 3, apiVersion: 12, apiName: 'Metadata' } as const;

const NO_TAGS = 0;
const ID_BYTES = 16;

/** The part of a metadata response about one topic. */
export interface TopicMetadata {
  readonly errorCode: number;
  /** Base64url, as Kafka's own tools print it. */
  readonly topicId: string;
}

/** Encodes a request for one topic, which is not created if it does not exist. Starts with the header's tags. */
export function encodeMetadataRequest(topic: string): Buffer {
  return new ByteWriter(64 + Buffer.byteLength(topic))
    .int8(NO_TAGS)
    .uvarint(2)
    .bytes(Buffer.alloc(ID_BYTES))
    .compactString(topic)
    .int8(NO_TAGS)
    .int8(0)
    .int8(0)
    .int8(NO_TAGS)
    .finish();
}

/** Reads as far as the first topic, the only one that was asked for. */
export function decodeMetadataAnswer(answer: Buffer): TopicMetadata {
  const reader = new ByteReader(answer);
  reader.skipTags();
  reader.int32();
  reader.compactArray(() => skipBroker(reader));
  reader.compactString();
  reader.int32();
  if (reader.uvarint() < 2) throw new RangeError('the response contains no topic');
  const errorCode = reader.int16();
  reader.compactString();
  return { errorCode, topicId: reader.bytes(ID_BYTES).toString('base64url') };
}

function skipBroker(reader: ByteReader): void {
  reader.int32();
  reader.compactString();
  reader.int32();
  reader.compactString();
  reader.skipTags();
}
