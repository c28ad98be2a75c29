import type { OutgoingRecord } from '../client/kafka-client.js';
import type { SizedRecord } from '../codec.js';

/** Records of one partition that fit into one request. */
export interface RecordChunk {
  readonly partition: number;
  readonly records: OutgoingRecord[];
  requestBytes: number;
}

/** Splits records, in order, into chunks of one partition and at most `maxBytes` each. */
export function chunkByPartition(
  records: readonly SizedRecord[],
  partitionOf: (record: SizedRecord) => number,
  maxBytes: number,
): readonly RecordChunk[] {
  const chunks: RecordChunk[] = [];
  const last = new Map<number, RecordChunk>();
  for (const sized of records) {
    const partition = partitionOf(sized);
    let chunk = last.get(partition);
    if (chunk === undefined || chunk.requestBytes + sized.requestBytes > maxBytes) {
      chunk = { partition, records: [], requestBytes: 0 };
      last.set(partition, chunk);
      chunks.push(chunk);
    }
    chunk.records.push(sized.record);
    chunk.requestBytes += sized.requestBytes;
  }
  return chunks;
}
