import { isPortError, type Logger } from '@foldmart/core';
import { delaysMs } from '../faults/durations.js';
import { note, type Kernel } from '../running/kernel.js';
import type { Behind, Services } from '../services/services.js';
import { createChoose } from '../tape/choose.js';
import { SeededNumbers, seedFor } from '../tape/seeded-numbers.js';
import { Connection } from './connection.js';
import { Incarnation } from './incarnation.js';
import { ProcessClock } from './process-clock.js';
import type { ProcessContext, ProcessSpec, Running } from './process-spec.js';

/** What the processes of a run share. */
export interface ProcessWorld {
  readonly kernel: Kernel;
  readonly services: Services;
  readonly behind: Behind;
  readonly workOver: AbortSignal;
  /** A process ended by an error that no service is the cause of. */
  readonly failed: (process: string, error: unknown) => void;
}

/** How long a process that was stopped may take to end before it is killed. */
const stopDeadlineMs = 30_000;
const restartMs = 1_000;

/** A process and its supervisor, which starts it again whenever it has ended. */
export class SimulatedProcess {
  readonly spec: ProcessSpec;
  readonly #world: ProcessWorld;
  readonly #supervisor: {
    readonly name: string;
    readonly isAlive: true;
    readonly stalledUntilMs: 0;
  };
  #life: Incarnation | undefined;
  #running: Running | undefined;
  #starts = 0;
  #isStopping = false;
  #jumpMs = 0;
  #isOver = false;

  constructor(spec: ProcessSpec, world: ProcessWorld) {
    this.spec = spec;
    this.#world = world;
    this.#supervisor = { name: `supervisor of ${spec.name}`, isAlive: true, stalledUntilMs: 0 };
  }

  get isUp(): boolean {
    return this.#life !== undefined;
  }

  start(): void {
    const { kernel } = this.#world;
    const kind = this.spec.kind ?? this.spec.name;
    this.#starts += 1;
    const skewMs = this.#skewMs() + this.#jumpMs;
    const life: Incarnation = new Incarnation(
      { name: this.spec.name, kind },
      this.#starts,
      skewMs,
      () => this.#ended(life),
    );
    this.#life = life;
    note(kernel, life.label, 'process', 'starts');
    kernel.scheduler.add(life, () => void this.#run(life));
  }

  /** Ends it as SIGKILL does. It is started again later. */
  crash(): void {
    this.#life?.crash();
  }

  /** Ends it for good, at the end of the run. */
  end(): void {
    this.#isOver = true;
    this.crash();
  }

  /** Stops it as SIGTERM does, and starts it again. */
  restart(): void {
    const [life, running] = [this.#life, this.#running];
    if (life === undefined || running === undefined || this.#isStopping) return;
    const { kernel } = this.#world;
    note(kernel, life.label, 'process', 'is stopped');
    this.#isStopping = true;
    kernel.scheduler.schedule(this.#supervisor, stopDeadlineMs, () => life.crash());
    kernel.scheduler.add(life, () => {
      const stopped = (): void => life.crash();
      running.stop().then(stopped, stopped);
    });
  }

  stall(durationMs: number): void {
    if (this.#life === undefined) return;
    this.#life.stalledUntilMs = this.#world.kernel.scheduler.time.elapsedMs + durationMs;
  }

  resume(): void {
    if (this.#life !== undefined) this.#life.stalledUntilMs = 0;
  }

  /** Its time of day jumps, as when its machine's clock is set. */
  jump(byMs: number): void {
    this.#jumpMs += byMs;
    if (this.#life !== undefined) this.#life.skewMs += byMs;
  }

  async #run(life: Incarnation): Promise<void> {
    try {
      const running = await this.spec.start(this.#contextOf(life));
      this.#running = running;
      await running.ended;
      note(this.#world.kernel, life.label, 'process', 'ends');
    } catch (error) {
      if (!life.isAlive) return;
      note(this.#world.kernel, life.label, 'process', 'fails', String(error));
      if (!isPortError(error)) this.#world.failed(life.label, error);
    }
    life.crash();
  }

  #ended(life: Incarnation): void {
    const { kernel } = this.#world;
    note(kernel, life.label, 'process', 'is gone');
    kernel.hasChanged = true;
    this.#life = undefined;
    this.#running = undefined;
    this.#isStopping = false;
    if (this.#isOver) return;
    const lane = kernel.decisions.lane(`restarts of ${this.spec.name}`);
    const delayMs = restartMs + (delaysMs[lane.pick(delaysMs.length)] ?? 0);
    kernel.scheduler.schedule(this.#supervisor, delayMs, () => this.start());
  }

  #contextOf(life: Incarnation): ProcessContext {
    const { kernel, services, behind, workOver } = this.#world;
    const { name } = this.spec;
    const clock = new ProcessClock(kernel.scheduler, life, () => life.skewMs);
    const numbers = new SeededNumbers(seedFor(kernel.seed, life.label));
    const random = { next: () => numbers.fraction() };
    const logger = this.#loggerOf(life);
    return {
      name,
      start: life.number,
      clock,
      random,
      ids: { next: () => uuidFrom(numbers) },
      logger,
      connection: new Connection(kernel, life, { services, behind }, { clock, random, logger }),
      choose: createChoose(kernel.decisions.lane(`work of ${name}`)),
      workOver,
      tell: (what, detail) => note(kernel, life.label, 'work', what, detail),
    };
  }

  #loggerOf(life: Incarnation): Logger {
    const { kernel } = this.#world;
    const log = (message: string): void => note(kernel, life.label, 'log', message);
    return { debug: () => undefined, info: () => undefined, warn: log, error: log };
  }

  #skewMs(): number {
    const { seed, faults } = this.#world.kernel;
    const numbers = new SeededNumbers(seedFor(seed, `skew of ${this.spec.name}`));
    return Math.round((numbers.fraction() * 2 - 1) * faults().skewMs);
  }
}

/** A UUID of version 4. */
function uuidFrom(numbers: SeededNumbers): string {
  const hex = Array.from({ length: 4 }, () => numbers.next().toString(16).padStart(8, '0')).join(
    '',
  );
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
