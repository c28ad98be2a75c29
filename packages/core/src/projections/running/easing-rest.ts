/** What a full page leaves of the rest. */
const easing = 0.9;
/** Then less than a hundredth of the rest is left. */
const mostEasings = 50;

/**
 * The rests of a projection after its steps, as multiples of their durations. After a full page more events wait: each
 * full page shortens the rest by a tenth, and each other page lengthens it again. So a projection leaves capacity to other work
 * as long as it keeps up, and its lag stays bounded at any rate that it can follow without rest.
 */
export class EasingRest {
  readonly #share: number;
  #easings = 0;

  /** `share` is the multiple while pages are not full. */
  constructor(share: number) {
    this.#share = share;
  }

  /** How long to rest after a step that took `stepMs`. */
  after(stepMs: number, isFull: boolean): number {
    const easings = this.#easings + (isFull ? 1 : -1);
    this.#easings = Math.min(Math.max(easings, 0), mostEasings);
    return stepMs * this.#share * easing ** this.#easings;
  }
}
