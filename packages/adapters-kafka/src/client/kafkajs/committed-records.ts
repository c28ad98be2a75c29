import type { FetchedPartition, FetchedRecord } from '../kafka-client.js';

/** A record as kafkajs decodes it. */
export type RawRecord = FetchedRecord & {
  readonly isControlRecord?: boolean;
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
};

/** A partition's part of an answer. */
export type RawFetchedPartition = {
  readonly partition: number;
  readonly messages: readonly RawRecord[];
  readonly abortedTransactions?: readonly {
    readonly producerId: string;
    readonly firstOffset: string;
  }[];
};

const ABORT_MARKER = Buffer.from([0, 0, 0, 0]);

/**
 * What a reader at `position` may see of an answer: not what lies before the position in the same
 * batch, not transactions' markers, and nothing of an aborted transaction.
 */
export function committedRecords(answer: RawFetchedPartition, position: bigint): FetchedPartition {
  const { partition, messages } = answer;
  const last = messages.at(-1);
  if (last === undefined) return { partition, records: [], nextOffset: position };
  const behind = BigInt(last.offset) + 1n;
  const visible = visibleRecords(answer);
  return {
    partition,
    records: visible.slice(firstAtOrBehind(visible, position)),
    nextOffset: behind > position ? behind : position,
  };
}

function firstAtOrBehind(records: readonly RawRecord[], position: bigint): number {
  const first = records.findIndex(({ offset }) => BigInt(offset) >= position);
  return first === -1 ? records.length : first;
}

function visibleRecords({ messages, abortedTransactions }: RawFetchedPartition) {
  const aborted = abortedTransactions ?? [];
  const isPlain = aborted.length === 0 && !messages.some(({ isControlRecord }) => isControlRecord);
  return isPlain ? messages : withoutAborted(messages, aborted);
}

// A transaction is aborted from its first offset up to its marker; Kafka lists them by first offset.
function withoutAborted(
  messages: readonly RawRecord[],
  aborted: NonNullable<RawFetchedPartition['abortedTransactions']>,
): readonly RawRecord[] {
  const waiting = [...aborted].sort((a, b) =>
    BigInt(a.firstOffset) < BigInt(b.firstOffset) ? -1 : 1,
  );
  const open = new Set<string>();
  return messages.filter((record) => {
    while (waiting[0] !== undefined && BigInt(record.offset) >= BigInt(waiting[0].firstOffset)) {
      open.add(waiting[0].producerId);
      waiting.shift();
    }
    const producerId = record.batchContext?.producerId ?? '';
    if (record.isControlRecord === true) {
      if (record.key?.equals(ABORT_MARKER) === true) open.delete(producerId);
      return false;
    }
    return !(record.batchContext?.inTransaction === true && open.has(producerId));
  });
}
