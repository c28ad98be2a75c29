import type { DeadLetter, HeldKey } from '@foldmart/core';
import type { Runtime } from '../../runtime/runtime.js';
import {
  replayDeadLetters,
  type DeadLetterReplay,
  type DeadLetterReplayRequest,
} from './replay-dead-letters.js';

export interface DiscardRequest extends Omit<DeadLetterReplayRequest, 'dryRun'> {
  /** Why; for people. */
  readonly note?: string;
}

export interface DiscardReport {
  readonly discarded: number;
  /** What became of the letters that waited behind the discarded ones. */
  readonly followed: DeadLetterReplay;
}

const chunkSize = 200;

/**
 * Discards letters, then replays what waited behind them. Rejects with ValidationError if one does not wait any more, and
 * with a PortError; what was discarded before stays so.
 */
export async function discardDeadLetters(
  runtime: Runtime,
  { letters, note, ...request }: DiscardRequest,
): Promise<DiscardReport> {
  const { deadLetters } = await runtime.database();
  const before = await deadLetters.heldKeys();
  const discarded = new Set<string>();
  const discard = async (ids: readonly string[]): Promise<void> => {
    const why = note === undefined ? {} : { note };
    await deadLetters.settle(ids, { as: 'discarded', by: request.by, ...why });
    for (const id of ids) discarded.add(id);
  };
  const chunk: string[] = [];
  for await (const { id } of letters) {
    if (request.signal?.aborted === true) break;
    chunk.push(id);
    if (chunk.length === chunkSize) await discard(chunk.splice(0));
  }
  await discard(chunk);
  const released = before.filter(({ head }) => discarded.has(head));
  const followers = await nextHeads(runtime, released);
  const followed = await replayDeadLetters(runtime, { ...request, letters: followers });
  return { discarded: discarded.size, followed };
}

/** The letters that are the heads of these keys now. */
async function nextHeads(
  runtime: Runtime,
  released: readonly HeldKey[],
): Promise<readonly DeadLetter[]> {
  if (released.length === 0) return [];
  const { deadLetters } = await runtime.database();
  const keys = new Set(released.map(nameOf));
  const held = (await deadLetters.heldKeys()).filter((each) => keys.has(nameOf(each)));
  const heads = await Promise.all(held.map(({ head }) => deadLetters.find(head)));
  return heads.filter((letter) => letter !== undefined);
}

function nameOf({ group, topic, key }: HeldKey): string {
  return JSON.stringify([group, topic, key.join()]);
}
