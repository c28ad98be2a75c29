import { setTimeout as sleep } from 'node:timers/promises';
import { startCommand } from './shop-process.mjs';

const restartDelayMs = 1_000;
/** How long a process may take to finish its work after SIGTERM. */
const drainMs = 60_000;
const defectCode = 70;

/**
 * Keeps the processes of the shop running, as the supervisor of a machine does: one that ends is started again.
 */
export class Supervisor {
  /** @type {Map<string, import('./shop-process.mjs').ShopProcess>} */
  #running = new Map();
  #killed = new Set();
  #isStopping = false;
  #settings;
  #note;

  /**
   * @param {Readonly<Record<string, string>>} settings
   * @param {{ ended: (name: string, how: string) => void, broken: (what: string) => void }} note
   */
  constructor(settings, note) {
    this.#settings = settings;
    this.#note = note;
  }

  /** @returns {readonly import('./shop-process.mjs').ShopProcess[]} */
  get running() {
    return [...this.#running.values()];
  }

  /**
   * Runs a command until the supervisor stops.
   * @param {string} name
   * @param {readonly string[]} args
   * @param {(line: string) => void} [onLine]
   */
  async keep(name, args, onLine) {
    while (!this.#isStopping) {
      const { code } = await this.run(name, args, onLine);
      if (this.#isStopping) return;
      if (code === 0) this.#note.broken(`${name} ended with 0 without being asked to`);
      await sleep(restartDelayMs);
    }
  }

  /**
   * Runs a command once.
   * @param {string} name
   * @param {readonly string[]} args
   * @param {(line: string) => void} [onLine]
   */
  async run(name, args, onLine) {
    const process = startCommand(name, args, this.#settings, onLine);
    this.#running.set(name, process);
    const ended = await process.ended;
    this.#running.delete(name);
    this.#judge(name, ended);
    return ended;
  }

  /**
   * Sends a signal to a process. One that is being started again at this moment is left alone.
   * @param {string} name
   * @param {NodeJS.Signals} signal
   */
  signal(name, signal) {
    if (signal === 'SIGKILL') this.#killed.add(name);
    this.#running.get(name)?.kill(signal);
  }

  /** Ends every process by SIGTERM, and reports one that does not end with 0. */
  async stop() {
    this.#isStopping = true;
    const running = this.running;
    for (const { kill } of running) kill('SIGTERM');
    const all = Promise.all(running.map(({ ended }) => ended));
    const isDrained = await Promise.race([all.then(() => true), sleep(drainMs, false)]);
    if (!isDrained)
      this.#note.broken(
        `${this.running.map(({ name }) => name).join(', ')} did not end in 60 s of SIGTERM`,
      );
    for (const { kill } of this.running) kill('SIGKILL');
  }

  /**
   * @param {string} name
   * @param {import('./shop-process.mjs').Ended} ended
   */
  #judge(name, { code, signal }) {
    const isKilled = this.#killed.delete(name) && signal === 'SIGKILL';
    if (code === defectCode) this.#note.broken(`${name} ended with a defect: see logs/${name}.log`);
    else if (this.#isStopping && code !== 0 && signal !== 'SIGKILL')
      this.#note.broken(`${name} ended with ${code ?? signal} after SIGTERM`);
    else if (!isKilled && code !== 0) this.#note.ended(name, `${code ?? signal}`);
  }
}
