import { present } from '../codec.js';
import type { TextRow } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import type { LogPlace } from './log-position.js';

/** Where the events of one transaction are in the log. */
export type TransactionPlace = Pick<LogPlace, 'epoch' | 'tx'>;

/** The statement that returns the place of its transaction. */
export function placeStatement({ logEpoch }: DatabaseTables): Statement {
  return prepare(`SELECT epoch, pg_current_xact_id() FROM ${logEpoch}`);
}

/** Reads a row of epoch and transaction id. */
export function placeOf([epoch, tx]: TextRow): TransactionPlace {
  return { epoch: present(epoch), tx: present(tx) };
}
