import { PortError, type MessageSource } from '@foldmart/core';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { Transaction } from '../database/transaction.js';
import { heldKeysLock } from './held-key-table.js';

const longestWaitMs = 60_000;

/** Waits for batches and replays of a group and topic, and keeps others out until the transaction ends. */
export async function lockLine(
  { tableLocks }: MemoryDatabase,
  transaction: Transaction,
  line: Pick<MessageSource, 'group' | 'topic'>,
): Promise<void> {
  if (await tableLocks.exclude(transaction, [heldKeysLock(line)], longestWaitMs)) return;
  throw new PortError({
    port: 'dead-letter-store',
    operation: 'lock',
    reason: 'timeout',
    message: `Batches of ${line.group} did not end within ${String(longestWaitMs / 1_000)} s.`,
  });
}
