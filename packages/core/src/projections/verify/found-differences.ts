import type { ReadModel } from '../read-model.js';
import { compareRowKeys } from '../rows/index.js';
import type { RowDifference } from './compare-rows.js';

/** The differences that a verification finds: listed up to a limit, counted beyond it. */
export class FoundDifferences {
  readonly #models: readonly ReadModel[];
  readonly #mostListed: number;
  readonly #counts = new Map<string, number>();
  readonly #listed: RowDifference[] = [];

  constructor(models: readonly ReadModel[], mostListed: number) {
    this.#models = models;
    this.#mostListed = mostListed;
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  countOf(model: string): number {
    return this.#counts.get(model) ?? 0;
  }

  add(difference: RowDifference): void {
    const { model } = difference;
    this.#counts.set(model, this.countOf(model) + 1);
    if (this.#listed.length < this.#mostListed) this.#listed.push(difference);
  }

  /** Those that are listed, by model and key. */
  inOrder(): readonly RowDifference[] {
    return this.#models.flatMap((model) =>
      this.#listed
        .filter((difference) => difference.model === model.name)
        .sort((one, other) => compareRowKeys(model, one.key, other.key)),
    );
  }
}
