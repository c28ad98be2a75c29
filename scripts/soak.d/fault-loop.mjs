import { setTimeout as sleep } from 'node:timers/promises';
import { breakIt } from './break-and-heal.mjs';
import { faultAt } from './faults.mjs';
import { seconds } from './seconds.mjs';

const faultEveryMs = 30_000;
/** The least time between a heal and the next fault, if a heal takes long. */
const restMs = 20_000;

/**
 * @typedef {object} FaultLoopParts
 * @property {import('./state.mjs').SoakState} state
 * @property {readonly string[]} victims the processes that may be killed or frozen
 * @property {import('./break-and-heal.mjs').World} world
 * @property {import('./soak-time.mjs').SoakTime} time
 * @property {import('./patience.mjs').Patience} patience
 * @property {import('./arrivals.mjs').Arrivals} arrivals
 * @property {(line: string) => void} say
 * @property {(number: number) => Promise<void>} before called before each fault, with its number
 */

/** Breaks and heals something again and again, and judges how long each fault was felt. */
export class FaultLoop {
  #parts;

  /** @param {FaultLoopParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  async run() {
    const { state, victims, time, patience, say, before } = this.#parts;
    while (!time.isOver) {
      const number = state.faults.length + 1;
      const restedMs = time.elapsedMs + restMs - (Date.now() - patience.healedMs);
      await time.until(Math.max(number * faultEveryMs, restedMs));
      this.#judgeLast();
      if (time.isOver) return;
      await before(number);
      const drawn = faultAt(state.seed, number, victims);
      const fault = { ...drawn, atMs: Date.now(), elapsedMs: time.elapsedMs };
      state.faults.push(fault);
      say(`fault ${number}: ${fault.name} (${fault.target}, ${fault.seconds} s)`);
      await this.#breakAndHeal(fault);
    }
  }

  /** @param {import('./state.mjs').PastFault & ReturnType<typeof faultAt>} fault */
  async #breakAndHeal(fault) {
    const { patience, world } = this.#parts;
    patience.breaks();
    const heal = await breakIt(fault, world);
    await sleep(fault.seconds * 1_000);
    await heal();
    patience.heals();
    fault.healedMs = patience.healedMs;
  }

  /** Not if the soak was interrupted since: then nothing shows how long the fault alone would have lasted. */
  #judgeLast() {
    const { state, time, arrivals, say } = this.#parts;
    const last = state.faults.at(-1);
    if (last?.healedMs === undefined || last.recovery !== undefined) return;
    if (last.atMs < (time.begunMs ?? 0)) return;
    last.recovery = arrivals.recoveryFrom({ atMs: last.atMs, healedMs: last.healedMs });
    const { longestPauseMs, recoveryMs } = last.recovery;
    say(
      `  longest pause ${seconds(longestPauseMs)}, recovered ${seconds(recoveryMs)} after the heal`,
    );
  }
}
