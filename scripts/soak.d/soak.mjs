import { setTimeout as sleep } from 'node:timers/promises';
import { Arrivals } from './arrivals.mjs';
import { Audit } from './audit.mjs';
import { databaseOf } from './database.mjs';
import { FaultLoop } from './fault-loop.mjs';
import { endOfLog } from './log-reader.mjs';
import { runLane } from './order-lane.mjs';
import { Patience, progressMs } from './patience.mjs';
import { Readings } from './readings.mjs';
import { runFoldmart } from './run-foldmart.mjs';
import { laneNames, rush, shopProcesses } from './shop-settings.mjs';
import { SoakTime } from './soak-time.mjs';
import { saveState } from './state.mjs';
import { Supervisor } from './supervisor.mjs';

const rushEveryMs = 120_000;
const checkEveryMs = 60_000;
const verifyEveryFaults = 10;
const startMs = 300_000;
const drainMs = 180_000;

/** The shop, its faults and its checks. */
export class Soak {
  #state;
  #say;
  #ending = new AbortController();
  #patience = new Patience();
  #database;
  #foldmart;
  #arrivals;
  #time;
  #supervisor;
  #readings;
  #audit;
  #faultLoop;

  /**
   * @param {import('./state.mjs').SoakState} state
   * @param {Record<string, string>} settings
   * @param {{ services: (...command: string[]) => Promise<string>, say: (line: string) => void, instance: string }} outside
   */
  constructor(state, settings, { services, say, instance }) {
    this.#state = state;
    this.#say = say;
    this.#database = databaseOf(settings);
    this.#foldmart = (/** @type {string[]} */ ...args) =>
      runFoldmart(settings, this.#ending.signal, args);
    this.#arrivals = new Arrivals(this.#database);
    this.#time = new SoakTime(state, this.#ending.signal);
    this.#readings = new Readings(this.#database, instance);
    const supervisor = (this.#supervisor = new Supervisor(settings, {
      ended: (name, how) => {
        state.ends.push({ atMs: this.#time.elapsedMs, name, how });
        say(`${name} ended with ${how} by itself`);
      },
      broken: (what) => this.#break(what),
    }));
    const judge = (/** @type {readonly string[]} */ problems) => {
      if (problems.length > 0) this.#break(problems.join('; '));
    };
    const audit = (this.#audit = new Audit({
      state,
      say,
      judge,
      database: this.#database,
      foldmart: this.#foldmart,
    }));
    this.#faultLoop = new FaultLoop({
      state,
      say,
      victims: [...shopProcesses.keys(), ...laneNames],
      world: {
        services,
        signal: (name, signal) => supervisor.signal(name, signal),
        query: (text) => this.#database.query(text),
        hold: (text) => this.#database.hold(text),
      },
      time: this.#time,
      patience: this.#patience,
      arrivals: this.#arrivals,
      before: async (number) => {
        if (number % verifyEveryFaults === 0) await audit.verifyIfGrown();
      },
    });
  }

  interrupt() {
    this.#ending.abort();
  }

  async run() {
    await this.#prepare();
    const lanes = laneNames.map((_name, lane) => this.#startLane(lane));
    const kept = this.#keepProcesses();
    // Orders that were read before they were announced would be missed.
    await Promise.all(lanes.map(({ announced }) => announced));
    const looking = this.#guarded(this.#everySecond());
    await this.#guarded(this.#flowing());
    const loops = [this.#faultLoop.run(), this.#rushes(), this.#checks()];
    await Promise.all(loops.map((each) => this.#guarded(each)));
    await Promise.all(lanes.map(({ ended }) => ended));
    if (!this.#isEnding) await this.#guarded(this.#finish());
    this.#state.elapsedMs = this.#time.elapsedMs;
    const isComplete = !this.#isEnding;
    this.#ending.abort();
    await Promise.all([this.#supervisor.stop(), looking]);
    await Promise.all(kept);
    this.#state.pids = [];
    this.#state.isFinished = isComplete && this.#state.broken === null;
  }

  get #isEnding() {
    return this.#ending.signal.aborted;
  }

  /** @param {string} what */
  #break(what) {
    this.#state.broken ??= what;
    this.#ending.abort();
  }

  /** @param {Promise<unknown>} work */
  async #guarded(work) {
    try {
      await work;
    } catch (error) {
      if (!this.#isEnding)
        this.#break(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  async #prepare() {
    const { lanes, sessions, rate } = this.#state;
    if (sessions === 1) {
      await this.#foldmart('topics', 'create');
      await this.#foldmart('seed', '--users', '2000', '--products', '1000');
    }
    await this.#foldmart('cache-worker', '--once');
    this.#arrivals.beginAt(lanes);
    this.#say(`${shopProcesses.size + laneNames.length} processes, ${rate} orders a second`);
  }

  #keepProcesses() {
    const supervisor = this.#supervisor;
    const shop = [...shopProcesses].map(([name, args]) => supervisor.keep(name, args));
    const monitor = ['monitor', '-o', 'json', '--interval', '5'];
    const monitored = (/** @type {string} */ line) => this.#readings.monitored(line);
    return [...shop, supervisor.keep('monitor', monitor, monitored)];
  }

  /**
   * `announced` resolves when the first of its orders are in the ledger.
   * @param {number} lane
   */
  #startLane(lane) {
    /** @type {() => void} */
    let onAnnounced = () => undefined;
    const first = new Promise((resolve) => (onAnnounced = () => resolve(undefined)));
    const run = runLane({
      lane,
      lanes: laneNames.length,
      state: this.#state,
      rate: Math.round(this.#state.rate / laneNames.length),
      supervisor: this.#supervisor,
      ledger: this.#arrivals.ledger,
      endOfLog: () => this.#patience.retry(() => endOfLog(this.#database)),
      isOver: () => this.#time.isOver,
      onAnnounced,
      signal: this.#ending.signal,
    });
    const ended = this.#guarded(run);
    return { ended, announced: Promise.race([first, ended]) };
  }

  /**
   * Waits until each partition has new orders: only then does the time of the soak begin. After a resume, segments are
   * sent from their start, and what arrived before is not new.
   */
  async #flowing() {
    const sinceMs = Date.now();
    while (!this.#arrivals.isFlowing(sinceMs) && !this.#isEnding) {
      if (Date.now() > sinceMs + startMs)
        throw new Error(`no orders arrive ${startMs / 1_000} s after the start`);
      await sleep(250);
    }
    this.#time.begin();
    this.#patience.heals();
    this.#say('orders arrive in each partition: the time begins');
  }

  /** Reads the log and takes samples. */
  async #everySecond() {
    for (let second = 0; !this.#isEnding; second += 1) {
      await sleep(1_000);
      await this.#readLog().catch((error) => this.#patience.excuse(error));
      if (this.#time.begunMs !== undefined && second % 5 === 0)
        await this.#readings.sample(this.#time.elapsedMs, this.#supervisor.running);
      this.#state.pids = this.#supervisor.running.map(({ pid }) => pid);
      this.#state.elapsedMs = this.#time.elapsedMs;
      saveState(this.#state);
    }
  }

  async #readLog() {
    const [problem] = await this.#arrivals.read();
    if (problem !== undefined) this.#break(`each order once and in order: ${problem}`);
    this.#patience.hears();
    if (this.#time.begunMs === undefined || this.#time.isOver) return;
    if (this.#patience.isExhausted(this.#arrivals.latestMs))
      this.#break(`progress: no order was recorded for ${progressMs / 1_000} s`);
  }

  async #rushes() {
    for (let number = this.#state.rushes.length + 1; ; number += 1) {
      await this.#time.until(number * rushEveryMs - rushEveryMs / 2);
      if (this.#time.isOver) return;
      const atMs = this.#time.elapsedMs;
      const { code, stdout } = await this.#supervisor.run('rush', rush);
      if (this.#isEnding) return;
      const report = stdout.startsWith('{') ? JSON.parse(stdout) : {};
      this.#state.rushes.push({ atMs, code, issued: report.issued ?? 0 });
      if (code === 1) this.#break(`coupons in queue order: ${JSON.stringify(report.checks)}`);
    }
  }

  async #checks() {
    while (!this.#time.isOver) {
      await this.#time.until(this.#time.elapsedMs + checkEveryMs);
      await this.#audit.check().catch((error) => this.#patience.excuse(error));
    }
  }

  /** Waits until everything has arrived, and checks everything once more. */
  async #finish() {
    this.#say('no more faults: waiting until everything has arrived');
    const untilMs = Date.now() + drainMs;
    while (this.#arrivals.missing.length > 0 && Date.now() < untilMs && !this.#isEnding)
      await sleep(500);
    await this.#audit.finish(this.#arrivals.missing);
  }
}
