import type { Random } from '@foldmart/core';
import type { ScenarioStage } from './scenario-schema.js';

/** What goes wrong with a message. */
export type Fault = keyof ScenarioStage['faults'];

const faultNames = [
  'invalid',
  'late',
  'lost',
  'duplicated',
  'outOfOrder',
] as const satisfies readonly Fault[];

/**
 * Draws what goes wrong. A key gets one invalid message at most, because what follows one depends on what is done about it. An
 * invalid message that its key cannot take is owed to the next key that can.
 */
export class FaultDraw {
  readonly #random: Random;
  readonly #spoiled = new Set<string>();
  #owed = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** `key` names topic and key of the message. */
  next(shares: ScenarioStage['faults'], key: string): Fault | undefined {
    const fault = drawOne(shares, this.#random.next());
    if (fault !== 'invalid' && (fault !== undefined || this.#owed === 0)) return fault;
    if (fault === 'invalid') this.#owed += 1;
    if (this.#spoiled.has(key)) return undefined;
    this.#spoiled.add(key);
    this.#owed -= 1;
    return 'invalid';
  }
}

function drawOne(shares: ScenarioStage['faults'], drawn: number): Fault | undefined {
  let left = drawn;
  for (const name of faultNames) {
    left -= shares[name];
    if (left < 0) return name;
  }
  return undefined;
}
