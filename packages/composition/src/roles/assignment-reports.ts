import type { Cancel, Clock, EventBusAdmin } from '@foldmart/core';
import type { Consumer } from './consumers.js';

/** The partitions that a consumer holds, and who holds those of its group. */
export interface Assignment {
  /** Ascending; empty if it stands by. */
  readonly partitions: readonly number[];
  /** All partitions of the topic that members of the group hold, and how many members hold some. */
  readonly held: { readonly partitions: number; readonly members: number };
}

/** A rebalance changes assignments several times. They count when they have not changed for this long. */
const settleMs = 1_000;

export interface AssignmentDependencies {
  readonly admin: Pick<EventBusAdmin, 'describeGroups'>;
  readonly clock: Clock;
  readonly onSettled: (consumer: Consumer, assignment: Assignment) => void;
}

/** Reports what each consumer holds, once its group has settled and if it is not what was reported before. */
export class AssignmentReports {
  readonly #dependencies: AssignmentDependencies;
  readonly #pending = new Map<Consumer, Cancel>();
  readonly #reported = new Map<Consumer, string>();
  #isClosed = false;

  constructor(dependencies: AssignmentDependencies) {
    this.#dependencies = dependencies;
  }

  /** The bus has told a consumer what it holds. */
  changed(consumer: Consumer, partitions: readonly number[]): void {
    this.#pending.get(consumer)?.();
    if (this.#isClosed) return;
    const { clock } = this.#dependencies;
    const look = (): void => void this.#settle(consumer, partitions);
    this.#pending.set(consumer, clock.schedule(settleMs, look));
  }

  /** Reports nothing more. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
  }

  async #settle(consumer: Consumer, partitions: readonly number[]): Promise<void> {
    const looked = this.#pending.get(consumer);
    const held = await this.#heldIn(consumer, partitions);
    // It has changed meanwhile, which is reported instead.
    if (this.#isClosed || this.#pending.get(consumer) !== looked) return;
    if (held === undefined) {
      this.changed(consumer, partitions);
      return;
    }
    this.#pending.delete(consumer);
    if (this.#reported.get(consumer) === partitions.join()) return;
    this.#reported.set(consumer, partitions.join());
    this.#dependencies.onSettled(consumer, { partitions, held });
  }

  /** Undefined while the group rebalances or does not know this assignment yet, or if the bus does not answer. */
  async #heldIn(
    { group, topic, member }: Consumer,
    partitions: readonly number[],
  ): Promise<Assignment['held'] | undefined> {
    const { admin } = this.#dependencies;
    const [found] = await admin.describeGroups([group]).catch(() => []);
    if (found?.state !== 'stable') return undefined;
    const shares = found.members.map(({ name, assignments }) => ({
      isOwn: name === member,
      held: assignments.find((each) => each.topic === topic)?.partitions ?? [],
    }));
    const isKnown = shares.some(({ isOwn, held }) => isOwn && held.join() === partitions.join());
    return isKnown ? countHeld(shares.map(({ held }) => held)) : undefined;
  }
}

function countHeld(shares: readonly (readonly number[])[]): Assignment['held'] {
  const holding = shares.filter((partitions) => partitions.length > 0);
  return { partitions: holding.flat().length, members: holding.length };
}
