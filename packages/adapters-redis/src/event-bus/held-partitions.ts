import type { PartitionWorker } from './partition-worker.js';

/** The partitions that a member holds, and those that it lost while their handlers still run. */
export class HeldPartitions {
  readonly #workers = new Map<number, PartitionWorker>();
  /** Workers of lost partitions whose handlers still run. Their partitions are not taken again before that. */
  readonly #lingering = new Map<number, PartitionWorker>();
  readonly #handlerEnded: () => void;

  /** `handlerEnded` is called when the handler of a lost partition has ended. */
  constructor(handlerEnded: () => void) {
    this.#handlerEnded = handlerEnded;
  }

  /** The partitions held, ascending. */
  get numbers(): readonly number[] {
    return [...this.#workers.keys()].sort((left, right) => left - right);
  }

  get workers(): readonly PartitionWorker[] {
    return [...this.#workers.values()];
  }

  /** Partitions that must not be taken now. */
  get notFree(): readonly number[] {
    return [...this.#workers.keys(), ...this.#lingering.keys()];
  }

  of(partition: number): PartitionWorker | undefined {
    return this.#workers.get(partition);
  }

  isHeldBy(worker: PartitionWorker): boolean {
    return this.#workers.get(worker.lease.partition) === worker;
  }

  add(worker: PartitionWorker): void {
    this.#workers.set(worker.lease.partition, worker);
  }

  /** The partition was released. */
  remove(worker: PartitionWorker): void {
    this.#workers.delete(worker.lease.partition);
  }

  /** The lease is lost: work in flight no longer counts. */
  drop(worker: PartitionWorker): void {
    const { partition } = worker.lease;
    this.#workers.delete(partition);
    this.#lingering.set(partition, worker);
    worker.lose();
    void worker.done.then(() => {
      this.#lingering.delete(partition);
      this.#handlerEnded();
    });
  }

  dropAll(): void {
    for (const worker of this.workers) this.drop(worker);
  }
}
