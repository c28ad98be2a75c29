/** What the producers of a run have done. It is kept outside of the simulated processes, and survives them. */
export class ShopJournal {
  /** Events whose publish was acknowledged, with the producer. */
  readonly published = new Map<string, string>();
  /** Bodies of messages that no consumer can read. */
  readonly poison = new Set<string>();
  /** Those of them whose publish was acknowledged. */
  readonly sentPoison = new Set<string>();
  /** Ids of events that conflict with another one on purpose. */
  readonly conflicts = new Set<string>();
  #numbers = 0;

  /** A number that no other part of the run gets. */
  nextNumber(): number {
    this.#numbers += 1;
    return this.#numbers;
  }
}
