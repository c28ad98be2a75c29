import { administer, select } from '../measure/administer.js';
import { ContenderHost } from './contender-host.js';
import type { RoundReport } from './contender-messages.js';
import { identifier } from './identifier.js';
import type { Contender, Row } from './row.js';
import type { ContenderRounds, RoundSample } from './row-result.js';
import type { RunRowOptions } from './run-row-options.js';

const defaultWarmUp = 0.25;
const databaseQuery = 'SELECT datname FROM pg_database WHERE datname = $1';

/** One contender of a row, with its process. A failure ends it, and the others continue. */
export class Lane {
  readonly #row: Row;
  readonly #contender: Contender;
  readonly #options: RunRowOptions;
  readonly #host: ContenderHost;
  readonly #key: string;
  #own: string;
  readonly #samples: RoundSample[] = [];
  #peakMemoryBytes = 0;
  #failure: string | undefined;
  #isClosed = false;

  constructor(row: Row, contender: Contender, options: RunRowOptions) {
    this.#row = row;
    this.#contender = contender;
    this.#options = options;
    this.#host = options.hosts?.of(contender) ?? new ContenderHost();
    this.#key = `${row.name} ${contender.name}`;
    this.#own = `${options.services.prefix}${identifier(contender.name)}`;
  }

  open(shared: object): Promise<void> {
    return this.#attempt(async () => {
      const { services } = this.#options;
      if (this.#row.services.includes('postgres')) await this.#createDatabase();
      await this.#host.call({
        action: 'open',
        key: this.#key,
        row: this.#row.name,
        contender: this.#contender.name,
        config: { services, own: this.#own, size: this.#sizeOf(1), shared },
      });
    });
  }

  /** Runs one round without a warm-up. */
  async check(shared: object): Promise<void> {
    await this.open(shared);
    await this.round(1);
    await this.close();
  }

  /** Round 0 is the warm-up, which does not count. */
  async round(number: number): Promise<void> {
    const share = number === 0 ? (this.#row.warmUp ?? defaultWarmUp) : 1;
    if (share === 0) return;
    await this.#attempt(async () => {
      const round = { number, size: this.#sizeOf(share) };
      await this.#host.call({ action: 'prepare', key: this.#key, round });
      const { readServerCpu } = this.#options;
      const before = readServerCpu(this.#row.services);
      const report = await this.#host.call({ action: 'run', key: this.#key, round });
      const after = readServerCpu(this.#row.services);
      await this.#host.call({ action: 'after', key: this.#key, round });
      if (report === null || number === 0) return;
      const serverSeconds = before === null || after === null ? null : Math.max(0, after - before);
      this.#add(report, serverSeconds, number);
    });
  }

  /** Closes the contender and ends its process. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#attempt(async () => {
      await this.#host.call({ action: 'close', key: this.#key });
    });
    if (this.#options.hosts !== undefined) return;
    this.#host.end();
    if (this.#row.services.includes('postgres')) await this.#dropDatabase();
  }

  result(): ContenderRounds {
    const { name, how } = this.#contender;
    return {
      name,
      how,
      samples: this.#samples,
      peakMemoryBytes: this.#peakMemoryBytes,
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
    };
  }

  async #createDatabase(): Promise<void> {
    const { services, hosts } = this.#options;
    const { sharedDatabase } = this.#row;
    const isShared = hosts !== undefined && sharedDatabase !== undefined;
    if (isShared) this.#own = hosts.databaseOf(sharedDatabase, this.#contender, this.#own);
    const exists = isShared && (await select(services, databaseQuery, [this.#own])).length > 0;
    if (!exists) await administer(services, [`CREATE DATABASE ${this.#own}`]);
  }

  /** A log of a million events takes a gigabyte. */
  #dropDatabase(): Promise<void> {
    const statement = `DROP DATABASE IF EXISTS ${this.#own} WITH (FORCE)`;
    return administer(this.#options.services, [statement]);
  }

  #sizeOf(share: number): number {
    const whole = Math.min(this.#options.size, this.#contender.atMost ?? Infinity);
    return Math.max(1, Math.round(whole * share));
  }

  #add(report: RoundReport, serverSeconds: number | null, number: number): void {
    const { outcome, seconds, cpuSeconds, peakMemoryBytes } = report;
    const rate = outcome.count / seconds;
    const perItem = (total: number): number => (total * 1_000_000) / outcome.count;
    this.#samples.push({
      values: { rate, ...outcome.values },
      clientCpuMicros: perItem(cpuSeconds),
      serverCpuMicros: serverSeconds === null ? null : perItem(serverSeconds),
    });
    this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, peakMemoryBytes);
    const { counted } = this.#row;
    this.#options.tell(
      `  round ${String(number)}  ${this.#contender.name}: ${rate.toFixed(0)} ${counted}/s`,
    );
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await work();
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#options.tell(`  ${this.#contender.name} failed: ${this.#failure}`);
    }
  }
}
