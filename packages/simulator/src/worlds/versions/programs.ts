import type { Choose } from '../../tape/choose.js';

/** Which version of a program a process runs: the one of `config`, or the one of `next`. */
export type Program = 'current' | 'next';

const [upgradedAtFirst, upgradedByRestart] = [0.2, 0.5];

/**
 * The programs of a rolling upgrade. Whenever a process starts, it may be upgraded, and stays so. Once the faults are over, all
 * processes are.
 */
export class Programs {
  readonly #upgraded = new Set<string>();
  readonly #hasNext: boolean;

  constructor(hasNext: boolean) {
    this.#hasNext = hasNext;
  }

  /** The program of a process that starts for the `start`th time. */
  choose(
    name: string,
    { start, choose, workOver }: { start: number; choose: Choose; workOver: AbortSignal },
  ): Program {
    if (!this.#hasNext) return 'current';
    const isUpgraded =
      workOver.aborted || choose.chance(start === 1 ? upgradedAtFirst : upgradedByRestart);
    if (isUpgraded) this.#upgraded.add(name);
    return this.#upgraded.has(name) ? 'next' : 'current';
  }

  /** What a process of this program waits for before it ends, to be started again in the next version. */
  endOf(program: Program, workOver: AbortSignal): Promise<void> {
    if (!this.#hasNext || program === 'next') return new Promise<never>(() => undefined);
    return new Promise((resolve) => {
      if (workOver.aborted) resolve();
      else workOver.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
