import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** Changes single configs and keeps the others (KIP-339). Supported by every broker since 2.3. */
export const INCREMENTAL_ALTER_CONFIGS = {
  apiKey: 44,
  apiVersion: 0,
  apiName: 'IncrementalAlterConfigs',
} as const;

const TOPIC_RESOURCE = 2;
const SET = 0;

/** Encodes a request that sets configs of a topic. */
export function encodeAlterConfigs(
  topic: string,
  configs: Readonly<Record<string, string>>,
): Buffer {
  const entries = Object.entries(configs);
  const texts = entries.reduce((size, [name, value]) => size + sizeOf(name) + sizeOf(value) + 1, 0);
  const writer = new ByteWriter(16 + sizeOf(topic) + texts)
    .int32(1)
    .int8(TOPIC_RESOURCE)
    .string(topic)
    .int32(entries.length);
  for (const [name, value] of entries) writer.string(name).int8(SET).string(value);
  return writer.int8(0).finish();
}

/** The first error of a response; undefined for success. */
export function decodeAlterConfigs(
  answer: Buffer,
): { readonly code: number; readonly text: string | null } | undefined {
  const reader = new ByteReader(answer);
  reader.int32();
  const resources = reader.array(() => {
    const [code, text] = [reader.int16(), reader.nullableString()];
    reader.int8();
    reader.string();
    return { code, text };
  });
  return resources.find(({ code }) => code !== 0);
}

function sizeOf(text: string): number {
  return 2 + Buffer.byteLength(text);
}
