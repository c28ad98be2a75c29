import type { PartitionGap, PersistReport } from '@foldmart/core';
import type { Assignment } from './assignment-reports.js';
import type { Consumer } from './consumers.js';

/** Observes consumers. Its methods must not throw. */
export interface ConsumerObserver {
  started?(consumer: Consumer): void;
  /** What a consumer holds, once its group has settled, and again after each change. Without it, the log has it. */
  assigned?(consumer: Consumer, assignment: Assignment): void;
  persisted?(consumer: Consumer, report: PersistReport): void;
  retrying?(
    consumer: Consumer,
    failure: { readonly partition: number; readonly delayMs: number; readonly error: unknown },
  ): void;
  lost?(
    consumer: Consumer,
    loss: {
      readonly partition: number;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    },
  ): void;
  /** Messages that the group has acknowledged are not in the database. Told once for each partition. */
  missing?(gap: PartitionGap): void;
}
