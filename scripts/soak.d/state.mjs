import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { reportFolder } from './folders.mjs';

const file = `${reportFolder}state.json`;

/**
 * @typedef {object} Lane A producer: the segment that it sends, and the end of the log before it was sent.
 * @property {number} segment
 * @property {number} count of its orders
 * @property {readonly [number, string, number]} cursor
 *
 * @typedef {import('./faults.mjs').Fault & {
 *   atMs: number, elapsedMs: number, healedMs?: number, recovery?: import('./pauses.mjs').Recovery }} PastFault
 *
 * @typedef {object} SoakState What a soak needs to be resumed.
 * @property {string} id the name of its database, and a prefix of its topics
 * @property {string} seed
 * @property {number} rate
 * @property {number | null} minutes
 * @property {number | null} events
 * @property {number} startedMs
 * @property {number} elapsedMs
 * @property {number} sessions how often it was started
 * @property {Lane[]} lanes
 * @property {number} acknowledged orders of finished segments
 * @property {PastFault[]} faults
 * @property {{ atMs: number, name: string, how: string }[]} ends processes that ended by themselves
 * @property {{ atMs: number, code: number | null, issued: number }[]} rushes
 * @property {{ acknowledged: number, events: number, ms: number }[]} verifications folds of the whole log, and what was
 *   acknowledged when each began
 * @property {Record<string, number>} checks how often each check held
 * @property {number[]} pids processes that may be left if the soak is killed
 * @property {boolean} isFinished
 * @property {string | null} broken the check that does not hold
 */

/**
 * @param {import('./arguments.mjs').SoakPlan} plan
 * @returns {SoakState}
 */
export function startState({ seed, rate, minutes, events }) {
  const startedMs = Date.now();
  return {
    id: `soak_${startedMs.toString(36)}`,
    ...{ seed, rate, minutes, events, startedMs, elapsedMs: 0, sessions: 0, lanes: [] },
    ...{
      acknowledged: 0,
      faults: [],
      ends: [],
      rushes: [],
      verifications: [],
      checks: {},
      pids: [],
    },
    ...{ isFinished: false, broken: null },
  };
}

/** @returns {SoakState | undefined} */
export function readState() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Saves it so that a kill leaves the old state or the new one.
 * @param {SoakState} state
 */
export function saveState(state) {
  mkdirSync(reportFolder, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
