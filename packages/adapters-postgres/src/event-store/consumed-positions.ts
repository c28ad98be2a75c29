import type { ConsumedPosition, ConsumedRange, ConsumptionGap } from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { Session, StatementResult } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { decimalOffset } from '../migrations/0011-held-keys.js';

/**
 * Makes the statement that records a batch's position. It returns the gap that is open afterwards. With `unlessHeld`, it
 * fails with FM002 if the batch has to know which keys are held.
 */
export type RecordConsumed = (
  range: ConsumedRange,
  options: { readonly unlessHeld: boolean },
) => Statement;

/** The same rules as `recordConsumed` of the core, in one statement. */
export function consumedStatement(tables: DatabaseTables): RecordConsumed {
  const { consumedPositions } = tables;
  const [from, next] = ['$5::bigint', '$6::bigint'];
  const opens = `known.next < ${from}`;
  const stays = `known.gap_from < ${from} OR ${next} < known.gap_to`;
  const text = `
    INSERT INTO ${consumedPositions} AS known (group_name, topic, topic_id, partition, next)
    VALUES ($1, $2, $3, $4, ${next})
    ON CONFLICT (group_name, topic, topic_id, partition) DO UPDATE SET
      next = greatest(known.next, ${next}),
      gap_from = CASE WHEN ${opens} THEN coalesce(known.gap_from, known.next)
        WHEN known.gap_from < ${from} THEN known.gap_from
        WHEN ${next} < known.gap_to THEN greatest(known.gap_from, ${next}) END,
      gap_to = CASE WHEN ${opens} THEN ${from} WHEN ${stays} THEN known.gap_to END,
      gap_found_at = CASE WHEN ${opens} THEN coalesce(known.gap_found_at, clock_timestamp())
        WHEN ${stays} THEN known.gap_found_at END
    RETURNING gap_from, gap_to`;
  const plain = prepare(text);
  const checking = prepare(`${text}, ${heldKeysCheck(tables)}`);
  return ({ group, topic, topicId, partition, from, next }, { unlessHeld }) => ({
    ...(unlessHeld ? checking : plain),
    values: [group, topic, topicId ?? '', partition, from, next],
  });
}

/**
 * An expression that fails if a batch has to look for held keys and for letters first: if a key of group `$1` in topic `$2` is
 * held; if a later transaction has released one, since the log is read in the order of transactions; or if the batch
 * contains a message whose letter is settled. Releases above the current snapshot are those of another cluster, from which
 * the database was restored.
 */
function heldKeysCheck({
  heldKeys,
  keyReleases,
  deadLetters,
  refuseHeldKeys,
}: DatabaseTables): string {
  return `
    CASE WHEN
      EXISTS (SELECT FROM ${heldKeys} AS held WHERE held.group_name = $1 AND held.topic = $2) OR
      EXISTS (SELECT FROM ${keyReleases} AS release
        WHERE release.group_name = $1 AND release.topic = $2 AND release.tx >= pg_current_xact_id()
          AND release.tx < pg_snapshot_xmax(pg_current_snapshot())) OR
      EXISTS (SELECT FROM ${deadLetters} AS letter
        WHERE letter.group_name = $1 AND letter.topic = $2 AND letter.partition = $4
          AND letter.status <> 'waiting' AND (${decimalOffset}) >= $5 AND (${decimalOffset}) < $6)
    THEN ${refuseHeldKeys}() END`;
}

/** The gap in the result of a statement of {@link consumedStatement}; undefined if there is none. */
export function gapIn(result: StatementResult | undefined): ConsumptionGap | undefined {
  const [from, to] = result?.rows[0] ?? [];
  return gapBetween(from, to);
}

/** Reads all recorded positions. */
export async function readConsumed(
  session: Session,
  { consumedPositions }: DatabaseTables,
): Promise<readonly ConsumedPosition[]> {
  const { rows } = await session.run(
    prepare(`
      SELECT group_name, topic, topic_id, partition, next, gap_from, gap_to,
        ${canonicalTime('gap_found_at')}
      FROM ${consumedPositions}`),
  );
  return rows.map(([group, topic, topicId, partition, next, from, to, foundAt]) => {
    const gap = gapBetween(from, to);
    return {
      group: present(group),
      topic: present(topic),
      topicId: topicId === '' ? null : present(topicId),
      partition: Number(partition),
      next: present(next),
      gap: gap === undefined ? null : { ...gap, foundAt: present(foundAt) },
    };
  });
}

/** Closes gaps. Resolves with how many were open. */
export async function dismissGaps(
  session: Session,
  { consumedPositions }: DatabaseTables,
  [group, topic, partition]: readonly [string, string, number | undefined],
): Promise<number> {
  const { rowCount } = await session.run({
    ...prepare(`
      UPDATE ${consumedPositions} SET gap_from = NULL, gap_to = NULL, gap_found_at = NULL
      WHERE group_name = $1 AND topic = $2 AND ($3::integer IS NULL OR partition = $3)
        AND gap_from IS NOT NULL`),
    values: [group, topic, partition ?? null],
  });
  return rowCount;
}

/** Undefined if there is no gap: both bounds are null. */
function gapBetween(from?: string | null, to?: string | null): ConsumptionGap | undefined {
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : undefined;
}
