import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { breakIt } from './break-and-heal.mjs';
import { checkDatabase, judged } from './checks.mjs';
import { databaseOf } from './database.mjs';
import { faultAt } from './faults.mjs';
import { command } from './folders.mjs';
import { endOfLog, LogReader } from './log-reader.mjs';
import { OrderLedger } from './order-ledger.mjs';
import { runLane } from './order-lane.mjs';
import { recoveryOf } from './pauses.mjs';
import { Readings } from './readings.mjs';
import { laneNames, rush, shopProcesses } from './shop-settings.mjs';
import { saveState } from './state.mjs';
import { Supervisor } from './supervisor.mjs';

const faultEveryMs = 30_000;
/** The least time between a heal and the next fault, if a heal takes long. */
const restMs = 20_000;
const rushEveryMs = 120_000;
const checkEveryMs = 60_000;
/** Verification folds the whole log, so it runs after every tenth fault, if the log is four times as long as at the last one. */
const verifyEveryFaults = 10;
const verifyGrowth = 4;
/** How long anything may take to move again after a heal. */
const progressMs = 90_000;
const startMs = 300_000;
const drainMs = 180_000;
/** Orders recorded in this time before a reading begins may be invisible to it. */
const settleMs = 1_500;

/** The shop, its faults and its checks. */
export class Soak {
  #state;
  #settings;
  #services;
  #say;
  #database;
  #ledger = new OrderLedger();
  #ending = new AbortController();
  #supervisor;
  #readings;
  /** @type {LogReader} */
  #log;
  #isFlowing = false;
  /** @type {number | undefined} */
  #silentSinceMs;
  #flowingMs = 0;
  /** What was recorded until then has been read. */
  #readUntilMs = 0;
  #elapsedBefore;
  #isBreaking = false;
  #healedMs = Date.now();

  /**
   * @param {import('./state.mjs').SoakState} state
   * @param {Record<string, string>} settings
   * @param {{ services: (...command: string[]) => Promise<string>, say: (line: string) => void, instance: string }} outside
   */
  constructor(state, settings, { services, say, instance }) {
    this.#state = state;
    this.#settings = settings;
    this.#services = services;
    this.#say = say;
    this.#elapsedBefore = state.elapsedMs;
    this.#database = databaseOf(settings);
    this.#log = new LogReader(this.#database, [0, '0', 0]);
    this.#supervisor = new Supervisor(settings, {
      ended: (name, how) => {
        state.ends.push({ atMs: this.#elapsedMs, name, how });
        say(`${name} ended with ${how} by itself`);
      },
      broken: (what) => this.#break(what),
    });
    this.#readings = new Readings(this.#database, instance);
  }

  interrupt() {
    this.#ending.abort();
  }

  async run() {
    await this.#prepare();
    const lanes = laneNames.map((_name, lane) => this.#lane(lane));
    const kept = [...shopProcesses].map(([name, args]) => this.#supervisor.keep(name, args));
    kept.push(
      this.#supervisor.keep('monitor', ['monitor', '-o', 'json', '--interval', '5'], (line) =>
        this.#readings.monitored(line),
      ),
    );
    const looking = this.#guarded(this.#everySecond());
    await this.#guarded(this.#flowing());
    await Promise.all(
      [this.#faults(), this.#rushes(), this.#checks()].map((each) => this.#guarded(each)),
    );
    await this.#guarded(Promise.all(lanes));
    if (!this.#isEnding) await this.#guarded(this.#finish());
    this.#state.elapsedMs = this.#elapsedMs;
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

  get #elapsedMs() {
    return this.#elapsedBefore + (this.#isFlowing ? Date.now() - this.#flowingMs : 0);
  }

  get #isOver() {
    const { minutes, events, acknowledged } = this.#state;
    return (
      this.#isEnding ||
      (minutes !== null && this.#elapsedMs >= minutes * 60_000) ||
      (events !== null && acknowledged >= events)
    );
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
    const { lanes, sessions } = this.#state;
    if (sessions === 1) {
      await this.#foldmart('topics', 'create');
      await this.#foldmart('seed', '--users', '2000', '--products', '1000');
    }
    await this.#foldmart('cache-worker', '--once');
    const cursors = lanes.map(({ cursor }) => cursor).sort(byPosition);
    this.#log = new LogReader(this.#database, cursors[0] ?? [0, '0', 0]);
    this.#say(
      `${shopProcesses.size + laneNames.length} processes, ${this.#state.rate} orders a second`,
    );
  }

  /** @param {number} lane */
  #lane(lane) {
    return this.#guarded(
      runLane({
        lane,
        lanes: laneNames.length,
        state: this.#state,
        rate: Math.round(this.#state.rate / laneNames.length),
        supervisor: this.#supervisor,
        ledger: this.#ledger,
        endOfLog: () => this.#patiently(() => endOfLog(this.#database)),
        isOver: () => this.#isOver,
        signal: this.#ending.signal,
      }),
    );
  }

  /**
   * Waits until each partition has new orders: only then does the time of the soak begin. After a resume, segments are
   * sent from their start, and what arrived before is not new.
   */
  async #flowing() {
    const sinceMs = Date.now();
    const untilMs = sinceMs + startMs;
    const isSilent = () => this.#log.times.some((times) => (times.at(-1) ?? 0) < sinceMs);
    while (isSilent() && !this.#isEnding) {
      if (Date.now() > untilMs)
        throw new Error(`no orders arrive ${startMs / 1_000} s after the start`);
      await sleep(250);
    }
    this.#isFlowing = true;
    this.#flowingMs = this.#healedMs = Date.now();
    this.#say('orders arrive in each partition: the time begins');
  }

  /** Reads the log and takes samples. */
  async #everySecond() {
    for (let second = 0; !this.#isEnding; second += 1) {
      await sleep(1_000);
      await this.#readLog().catch((error) => this.#excuse(error));
      if (this.#isFlowing && second % 5 === 0)
        await this.#readings.sample(this.#elapsedMs, this.#supervisor.running);
      this.#state.pids = this.#supervisor.running.map(({ pid }) => pid);
      this.#state.elapsedMs = this.#elapsedMs;
      saveState(this.#state);
    }
  }

  async #readLog() {
    const startedMs = Date.now();
    await this.#log.read((order) => {
      const problem = this.#ledger.see(order);
      if (problem !== undefined) this.#break(`each order once and in order: ${problem}`);
    });
    this.#readUntilMs = startedMs - settleMs;
    this.#silentSinceMs = undefined;
    for (const segment of this.#ledger.open) {
      if (this.#ledger.missing(segment) === 0) this.#ledger.forget(segment);
    }
    const since = Math.max(this.#log.latestMs, this.#healedMs);
    if (this.#isFlowing && !this.#isBreaking && Date.now() - since > progressMs && !this.#isOver)
      this.#break(`progress: no order was recorded for ${progressMs / 1_000} s`);
  }

  async #faults() {
    const victims = [...shopProcesses.keys(), ...laneNames];
    const { faults, seed } = this.#state;
    while (!this.#isOver) {
      const number = faults.length + 1;
      const restedMs = this.#elapsedMs + restMs - (Date.now() - this.#healedMs);
      await this.#until(Math.max(number * faultEveryMs, restedMs));
      this.#judgeLastFault();
      if (this.#isOver) return;
      if (number % verifyEveryFaults === 0 && this.#hasGrown) await this.#verify();
      const fault = {
        ...faultAt(seed, number, victims),
        atMs: Date.now(),
        elapsedMs: this.#elapsedMs,
      };
      faults.push(fault);
      this.#say(`fault ${number}: ${fault.name} (${fault.target}, ${fault.seconds} s)`);
      await this.#breakAndHeal(fault);
    }
  }

  /** @param {import('./state.mjs').PastFault & ReturnType<typeof faultAt>} fault */
  async #breakAndHeal(fault) {
    this.#isBreaking = true;
    const heal = await breakIt(fault, {
      services: this.#services,
      signal: (name, signal) => this.#supervisor.signal(name, signal),
      query: (text) => this.#database.query(text),
      hold: (text) => this.#database.hold(text),
    });
    await sleep(fault.seconds * 1_000);
    await heal();
    this.#healedMs = fault.healedMs = Date.now();
    this.#isBreaking = false;
  }

  /** Not if the soak was interrupted since: then nothing shows how long the fault alone would have lasted. */
  #judgeLastFault() {
    const last = this.#state.faults.at(-1);
    if (last?.healedMs === undefined || last.recovery !== undefined) return;
    if (last.atMs < this.#flowingMs) return;
    const window = { atMs: last.atMs, healedMs: last.healedMs, untilMs: this.#readUntilMs };
    last.recovery = recoveryOf(this.#log.times, window);
    const { longestPauseMs, recoveryMs } = last.recovery;
    this.#say(
      `  longest pause ${seconds(longestPauseMs)}, recovered ${seconds(recoveryMs)} after the heal`,
    );
    this.#log.forget(window.untilMs);
  }

  async #rushes() {
    for (let number = this.#state.rushes.length + 1; ; number += 1) {
      await this.#until(number * rushEveryMs - rushEveryMs / 2);
      if (this.#isOver) return;
      const atMs = this.#elapsedMs;
      const { code, stdout } = await this.#supervisor.run('rush', rush);
      if (this.#isEnding) return;
      const report = stdout.startsWith('{') ? JSON.parse(stdout) : {};
      this.#state.rushes.push({ atMs, code, issued: report.issued ?? 0 });
      if (code === 1) this.#break(`coupons in queue order: ${JSON.stringify(report.checks)}`);
    }
  }

  async #checks() {
    for (let number = 1; !this.#isOver; number += 1) {
      await this.#until(this.#elapsedMs + checkEveryMs);
      await this.#check().catch((error) => this.#excuse(error));
    }
  }

  async #check() {
    const { orders, problems } = await checkDatabase(this.#database, this.#state.checks);
    if (problems.length > 0) this.#break(problems.join('; '));
    this.#say(
      `${orders} orders, ${this.#state.acknowledged} of finished segments acknowledged; checks hold`,
    );
  }

  get #hasGrown() {
    const { acknowledged, verifications } = this.#state;
    return acknowledged >= verifyGrowth * (verifications.at(-1)?.acknowledged ?? 0);
  }

  async #verify() {
    const { acknowledged, verifications } = this.#state;
    const startedMs = Date.now();
    const report = await this.#foldmart('verify', '--rows', '1000000');
    const ms = Date.now() - startedMs;
    verifications.push({ acknowledged, events: report.events, ms });
    this.#say(`verified ${report.events} events in ${seconds(ms)}`);
    const held = report.differenceCount === 0 || `${report.differenceCount} rows differ`;
    const problems = judged({ 'read models are a fold of the log': held }, this.#state.checks);
    if (problems.length > 0) this.#break(problems.join('; '));
  }

  /** Waits until everything has arrived, and checks everything once more. */
  async #finish() {
    this.#say('no more faults: waiting until everything has arrived');
    const untilMs = Date.now() + drainMs;
    while (this.#ledger.open.length > 0 && Date.now() < untilMs && !this.#isEnding)
      await sleep(500);
    const missing = this.#ledger.open.map(
      (segment) => `${this.#ledger.missing(segment)} of ${segment}`,
    );
    const arrived = missing.length === 0 || missing.join(', ');
    const problems = judged({ 'each acknowledged order': arrived }, this.#state.checks);
    if (problems.length > 0) return this.#break(problems.join('; '));
    await this.#check();
    const { gaps } = await this.#foldmart('gaps');
    const whole = judged(
      { 'nothing consumed is missing': gaps.length === 0 || JSON.stringify(gaps) },
      this.#state.checks,
    );
    if (whole.length > 0) this.#break(whole.join('; '));
    await this.#verify();
  }

  /** The database may be silent while it is broken, or its machine busy; but not for long. @param {unknown} error */
  #excuse(error) {
    this.#silentSinceMs ??= Date.now();
    if (
      !this.#isBreaking &&
      Date.now() - Math.max(this.#silentSinceMs, this.#healedMs) > progressMs
    )
      throw error;
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async #patiently(work) {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.#excuse(error);
        await sleep(500);
      }
    }
  }

  /** @param {number} elapsedMs */
  async #until(elapsedMs) {
    while (this.#elapsedMs < elapsedMs && !this.#isOver) await sleep(250);
  }

  /**
   * Runs a command to its end, and returns what it printed. Throws unless its exit code is 0 or 1, or if the soak is
   * interrupted.
   * @param {string[]} args
   */
  async #foldmart(...args) {
    const env = { ...process.env, ...this.#settings };
    const options = { env, maxBuffer: 2 ** 28, signal: this.#ending.signal };
    const run = promisify(execFile)(process.execPath, [command, ...args, '-o', 'json'], options);
    const { stdout } = await run.catch((error) => {
      if (error.code === 1) return error;
      throw error;
    });
    return JSON.parse(stdout);
  }
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;

/**
 * @param {import('./state.mjs').Lane['cursor']} left
 * @param {import('./state.mjs').Lane['cursor']} right
 */
function byPosition([epoch, tx, position], [otherEpoch, otherTx, otherPosition]) {
  return epoch - otherEpoch || Number(BigInt(tx) - BigInt(otherTx)) || position - otherPosition;
}
