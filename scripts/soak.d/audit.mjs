import { checkDatabase, judged } from './checks.mjs';
import { seconds } from './seconds.mjs';

/** A verification folds the whole log, so it runs only once the log is so many times as long as at the last one. */
const verifyGrowth = 4;

/**
 * @typedef {object} AuditParts
 * @property {import('./state.mjs').SoakState} state
 * @property {import('./database.mjs').Database} database
 * @property {(...args: string[]) => Promise<any>} foldmart runs a command of the shop
 * @property {(line: string) => void} say
 * @property {(problems: readonly string[]) => void} judge is told which checks do not hold
 */

/** Looks at what the database holds. */
export class Audit {
  #parts;

  /** @param {AuditParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  async check() {
    const { state, database, say, judge } = this.#parts;
    const { orders, problems } = await checkDatabase(database, state.checks);
    if (problems.length > 0) return judge(problems);
    say(`${orders} orders, ${state.acknowledged} of finished segments acknowledged; checks hold`);
  }

  /** Verifies, if the log has grown enough since. */
  async verifyIfGrown() {
    const { acknowledged, verifications } = this.#parts.state;
    if (acknowledged < verifyGrowth * (verifications.at(-1)?.acknowledged ?? 0)) return;
    await this.verify();
  }

  async verify() {
    const { state, foldmart, say } = this.#parts;
    const { acknowledged, verifications } = state;
    const startedMs = Date.now();
    const report = await foldmart('verify', '--rows', '1000000');
    const ms = Date.now() - startedMs;
    verifications.push({ acknowledged, events: report.events, ms });
    say(`verified ${report.events} events in ${seconds(ms)}`);
    const isHeld = report.differenceCount === 0;
    this.#hold(
      'read models are a fold of the log',
      isHeld || `${report.differenceCount} rows differ`,
    );
  }

  /** Once everything has arrived, or should have. @param {readonly string[]} missing */
  async finish(missing) {
    this.#hold('each acknowledged order', missing.length === 0 || missing.join(', '));
    await this.check();
    const { gaps } = await this.#parts.foldmart('gaps');
    this.#hold('nothing consumed is missing', gaps.length === 0 || JSON.stringify(gaps));
    await this.verify();
  }

  /**
   * @param {string} check
   * @param {true | string} result
   */
  #hold(check, result) {
    const { state, judge } = this.#parts;
    judge(judged({ [check]: result }, state.checks));
  }
}
