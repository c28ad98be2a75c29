import type { AnswerDifference, AnswerDifferenceKind } from './answer-check.js';

/** Counts differences, and keeps the first. */
export class DifferenceList {
  readonly #kept: AnswerDifference[] = [];
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  get kept(): readonly AnswerDifference[] {
    return this.#kept;
  }

  get isFull(): boolean {
    return this.#kept.length >= this.#most;
  }

  add(kind: AnswerDifferenceKind, what: string, detail: string): void {
    this.#count += 1;
    if (!this.isFull) this.#kept.push({ kind, what, detail });
  }
}
