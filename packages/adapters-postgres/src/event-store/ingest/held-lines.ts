import { holdsKey, type IngestBatch } from '@foldmart/core';
import type { Line } from '../../dead-letter-store/line-lock.js';

/** Which lines had held keys when a batch last looked. Only a hint: a batch that relies on it is checked as it commits. */
export class HeldLines {
  readonly #held = new Set<string>();

  /** Whether a batch should look for held keys before it records anything. */
  shouldLook(line: Line, { consumed, deadLetters = [] }: IngestBatch): boolean {
    return consumed === undefined || this.#held.has(nameOf(line)) || deadLetters.some(holdsKey);
  }

  note(line: Line, isHeld: boolean): void {
    if (isHeld) this.#held.add(nameOf(line));
    else this.#held.delete(nameOf(line));
  }
}

function nameOf({ group, topic }: Line): string {
  return JSON.stringify([group, topic]);
}
