import {
  HeldKeys,
  holdsKey,
  inOrderOfMessages,
  type IngestBatch,
  type IngestItem,
  type MessageSource,
  type NewDeadLetter,
} from '@foldmart/core';
import { present } from '../../codec.js';
import type { Session, StatementResult } from '../../connection/session.js';
import type { DatabaseTables } from '../../database-tables.js';
import { findNew, findSettled } from '../../dead-letter-store/find-new.js';
import { findHeads, holdsAny, holdStatement } from '../../dead-letter-store/key-heads.js';
import { lockLine, type Line } from '../../dead-letter-store/line-lock.js';
import { SerializationConflictError } from '../serialization-conflict.js';

/** The line of a batch that keeps the order of its keys; undefined for any other batch. */
export function lineOf({ items, deadLetters, parking }: IngestBatch): Line | undefined {
  if (parking !== 'park-key') return undefined;
  return items[0]?.source ?? deadLetters?.[0]?.source;
}

/** The held keys that a batch meets, in its transaction. */
export class BatchKeys {
  readonly #tables: DatabaseTables;
  readonly #keys: HeldKeys;
  /** Whether other keys of the line are held. */
  readonly #isHeld: boolean;
  readonly #settled: ReadonlySet<MessageSource>;

  private constructor(
    tables: DatabaseTables,
    keys: HeldKeys,
    { isHeld, settled }: { readonly isHeld: boolean; readonly settled: ReadonlySet<MessageSource> },
  ) {
    this.#tables = tables;
    this.#keys = keys;
    this.#isHeld = isHeld;
    this.#settled = settled;
  }

  /** Waits for a replay of the line, then finds which keys are held, by earlier batches and by these letters. */
  static async enter(
    session: Session,
    tables: DatabaseTables,
    line: Line,
    {
      items,
      letters,
    }: { readonly items: readonly IngestItem[]; readonly letters: readonly NewDeadLetter[] },
  ): Promise<BatchKeys> {
    // In one round trip: each statement sees what was committed before it, so the others see what the lock waited for.
    const [, heads, isHeld, settled] = await Promise.all([
      session.run(lockLine(tables, line, 'shared')),
      findHeads(session, tables, line, keysOf([...items, ...letters])),
      holdsAny(session, tables, line),
      findSettled(session, tables, line, items),
    ]);
    const keys = new BatchKeys(tables, new HeldKeys(heads), { isHeld, settled });
    await keys.hold(session, inOrderOfMessages(letters));
    return keys;
  }

  /** Whether any key of the line is held, once the batch is recorded. */
  get isHeld(): boolean {
    return this.#isHeld || this.#keys.added.length > 0;
  }

  /** Whether the letter of a message was replayed or discarded: then it is not recorded again. */
  isSettled(source: MessageSource | undefined): boolean {
    return source !== undefined && this.#settled.has(source);
  }

  isBehind(source: MessageSource | undefined): boolean {
    return this.#keys.isBehind(source);
  }

  /** Holds the keys of messages that are parked for the first time. */
  async hold(session: Session, letters: readonly NewDeadLetter[]): Promise<void> {
    for (const { source } of await findNew(session, this.#tables, letters.filter(holdsKey))) {
      this.#keys.hold(source);
    }
  }

  /**
   * Stores which letters are heads. `parked` has those that are new. Rejects with SerializationConflictError if another
   * transaction has parked one of them, or holds its key.
   */
  async store(session: Session, parked: StatementResult | undefined): Promise<void> {
    const { added } = this.#keys;
    if (added.length === 0) return;
    const heads = (parked?.rows ?? []).flatMap(([id, partition, offset]) =>
      added.some((head) => head.partition === Number(partition) && head.offset === offset)
        ? [present(id)]
        : [],
    );
    const { rowCount } = await session.run(holdStatement(this.#tables, heads));
    if (rowCount !== added.length) {
      throw new SerializationConflictError('another batch has parked the same message');
    }
  }
}

function keysOf(messages: readonly Pick<IngestItem, 'source'>[]): readonly Uint8Array[] {
  const keys = new Map<string, Uint8Array>();
  for (const { source } of messages) {
    const key = source?.key ?? null;
    if (key !== null) keys.set(Buffer.from(key).toString('latin1'), key);
  }
  return [...keys.values()];
}
