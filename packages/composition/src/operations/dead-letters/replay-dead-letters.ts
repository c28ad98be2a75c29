import {
  isValidationError,
  messageOfLetter,
  readLetter,
  replayLetters,
  type Database,
  type DeadLetter,
  type LetterFailure,
  type MessageSource,
  type ReplayedLetter,
} from '@foldmart/core';
import type { Runtime } from '../../runtime/runtime.js';
import { loadLine } from './load-line.js';
import { isRecordedBy } from './recorded-groups.js';

export interface DeadLetterReplayRequest {
  /** In ascending order of their ids. */
  readonly letters: AsyncIterable<DeadLetter> | Iterable<DeadLetter>;
  readonly by: string;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  /** Called as letters are replayed. Must not throw. */
  readonly onProgress?: (replay: DeadLetterReplay) => void;
}

/** What became of dead letters, those that waited behind them included. */
export interface DeadLetterReplay {
  /** Recorded in the log. */
  readonly appended: number;
  /** In the log before. */
  readonly duplicates: number;
  /** Published again, because their group has a handler of its own. */
  readonly published: number;
  readonly failed: readonly LetterFailure[];
  /** Chosen, and left because an earlier letter of the key waits. */
  readonly left: number;
}

const mostInDryRun = 10_000;

/**
 * Replays letters, each with those that wait behind it. Letters of a consumer of the domain are recorded in the log; others
 * are published to their topic again, with their key, headers and event id, and then marked. A letter that fails stays with
 * its reason, and the other keys are replayed. Rejects with a PortError; what was replayed before stays so.
 */
export async function replayDeadLetters(
  runtime: Runtime,
  { letters, ...request }: DeadLetterReplayRequest,
): Promise<DeadLetterReplay> {
  const run = new ReplayRun(runtime, await runtime.database(), request);
  for await (const letter of letters) {
    if (request.signal?.aborted === true) break;
    await run.take(letter);
  }
  return run.replay;
}

class ReplayRun {
  replay: DeadLetterReplay = { appended: 0, duplicates: 0, published: 0, failed: [], left: 0 };
  readonly #runtime: Runtime;
  readonly #database: Database;
  readonly #request: Omit<DeadLetterReplayRequest, 'letters'>;
  readonly #done = new Set<string>();
  /** Keys at which a letter failed. */
  readonly #stuck = new Set<string>();

  constructor(
    runtime: Runtime,
    database: Database,
    request: Omit<DeadLetterReplayRequest, 'letters'>,
  ) {
    this.#runtime = runtime;
    this.#database = database;
    this.#request = request;
  }

  async take(letter: DeadLetter): Promise<void> {
    if (this.#done.has(letter.id)) return;
    if (this.#stuck.has(keyOf(letter.source))) this.#count({ left: 1 });
    else if (isRecordedBy(this.#runtime.domain, letter.source)) await this.#record(letter);
    else await this.#publish(letter);
  }

  async #record(letter: DeadLetter): Promise<void> {
    const { by, dryRun = false, signal } = this.#request;
    await loadLine(this.#runtime.codec, this.#database, letter);
    try {
      await replayLetters(this.#database.events, letter.id, {
        by,
        dryRun,
        read: readLetter(this.#runtime.codec),
        onStep: (letters) => this.#note(letter, letters),
        ...(dryRun && { limit: mostInDryRun }),
        ...(signal && { signal }),
      });
    } catch (error) {
      // It waits behind a letter that was not chosen, or another operator was faster.
      if (!isValidationError(error)) throw error;
      this.#count({ left: 1 });
    }
  }

  #note(first: DeadLetter, letters: readonly ReplayedLetter[]): void {
    for (const each of letters) {
      this.#done.add(each.id);
      if (each.outcome === 'failed') this.#fail(first, each);
      else this.#count(each.outcome === 'appended' ? { appended: 1 } : { duplicates: 1 });
    }
    this.#request.onProgress?.(this.replay);
  }

  #fail({ source }: DeadLetter, failure: LetterFailure): void {
    if (source.key !== null) this.#stuck.add(keyOf(source));
    this.replay = { ...this.replay, failed: [...this.replay.failed, failure] };
  }

  async #publish(letter: DeadLetter): Promise<void> {
    const { by, dryRun = false } = this.#request;
    const { topic, key, value, headers } = messageOfLetter(letter);
    if (!dryRun) {
      await this.#runtime.bus().publish(topic, [{ key, value, headers }]);
      const note = `published to ${topic} again`;
      await this.#database.deadLetters.settle([letter.id], { as: 'replayed', by, note });
    }
    this.#count({ published: 1 });
    this.#request.onProgress?.(this.replay);
  }

  #count(added: Partial<Record<'appended' | 'duplicates' | 'published' | 'left', number>>): void {
    const { appended, duplicates, published, left } = this.replay;
    this.replay = {
      ...this.replay,
      appended: appended + (added.appended ?? 0),
      duplicates: duplicates + (added.duplicates ?? 0),
      published: published + (added.published ?? 0),
      left: left + (added.left ?? 0),
    };
  }
}

function keyOf({ group, topic, key }: MessageSource): string {
  return JSON.stringify([group, topic, key?.join()]);
}
