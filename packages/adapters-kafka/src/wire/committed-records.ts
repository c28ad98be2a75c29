import type { FetchedPartition, FetchedRecord } from '../client/kafka-client.js';
import type { AbortedTransaction, FetchAnswer } from './fetch-request.js';
import { readRecordBatches, type RecordBatch } from './record-batch-decoder.js';

// The key of a control record is its version and its type; type 0 is an abort.
const ABORT = 0;

/**
 * The records of a fetch response that a consumer at `position` may see. Leaves out records before the position,
 * transaction markers, and records of aborted transactions.
 */
export async function committedRecords(
  { partition, data, abortedTransactions }: FetchAnswer,
  position: bigint,
): Promise<FetchedPartition> {
  const records: FetchedRecord[] = [];
  const aborted = new AbortedProducers(abortedTransactions);
  let nextOffset = position;
  for (const batch of readRecordBatches(data)) {
    nextOffset = batch.lastOffset + 1n;
    if (await aborted.hides(batch)) continue;
    const read = await batch.records();
    const from = batch.baseOffset >= position ? 0 : firstFrom(read, position);
    for (let index = from; index < read.length; index += 1) {
      const record = read[index];
      if (record !== undefined) records.push(record);
    }
  }
  return { partition, records, nextOffset: nextOffset > position ? nextOffset : position };
}

function firstFrom(records: readonly FetchedRecord[], position: bigint): number {
  const first = records.findIndex(({ offset }) => BigInt(offset) >= position);
  return first === -1 ? records.length : first;
}

/** Tracks, while records are read in order, the producers whose current transaction was aborted. */
class AbortedProducers {
  readonly #coming: AbortedTransaction[];
  readonly #open = new Set<bigint>();

  constructor(transactions: readonly AbortedTransaction[]) {
    this.#coming = [...transactions].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  }

  async hides(batch: RecordBatch): Promise<boolean> {
    while (this.#coming[0] !== undefined && this.#coming[0].firstOffset <= batch.lastOffset) {
      this.#open.add(this.#coming[0].producerId);
      this.#coming.shift();
    }
    if (!batch.isControl) return batch.isTransactional && this.#open.has(batch.producerId);
    const [marker] = await batch.records();
    if (marker?.key?.readInt16BE(2) === ABORT) this.#open.delete(batch.producerId);
    return true;
  }
}
