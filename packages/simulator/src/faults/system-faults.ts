import type { SimulatedProcess } from '../processes/simulated-process.js';
import { note, type Kernel } from '../running/kernel.js';
import { serviceNames, type ServiceName } from '../services/service.js';
import type { Lane } from '../tape/decisions.js';
import { windowsMs } from './durations.js';
import type { SystemFaults } from './fault-plan.js';

const everyMs = 1_000;
const kinds = [
  'crash',
  'restart',
  'stall',
  'partition',
  'outage',
  'slow',
  'full',
  'jump',
] as const satisfies readonly (keyof SystemFaults)[];

type Kind = (typeof kinds)[number];

const jumpsMs = [-1_000, 1_000, -60_000, 60_000, -3_600_000, 3_600_000] as const;

/** Faults of processes, network and services that no call causes: one decision in each second of virtual time. */
export class SystemFaultSource {
  readonly #kernel: Kernel;
  readonly #processes: readonly SimulatedProcess[];
  readonly #lane: Lane;
  readonly #owner = { name: 'faults', isAlive: true, stalledUntilMs: 0 };

  constructor(kernel: Kernel, processes: readonly SimulatedProcess[]) {
    this.#kernel = kernel;
    this.#processes = processes;
    this.#lane = kernel.decisions.lane('system');
  }

  begin(): void {
    this.#kernel.scheduler.schedule(this.#owner, everyMs, () => {
      if (!this.#owner.isAlive) return;
      this.#decide();
      this.begin();
    });
  }

  /** Ends all faults: services answer, and processes run. */
  end(): void {
    this.#owner.isAlive = false;
    this.#kernel.network.heal();
    for (const process of this.#processes) process.resume();
  }

  #decide(): void {
    const { system } = this.#kernel.faults();
    const kind = kinds[this.#lane.fault([100, ...kinds.map((each) => system[each])]) - 1];
    if (kind === undefined || system[kind] === 0) return;
    if (kind === 'outage' || kind === 'slow' || kind === 'full') this.#strikeService(kind);
    else this.#strikeProcess(kind);
  }

  #strikeService(kind: Extract<Kind, 'outage' | 'slow' | 'full'>): void {
    const service = this.#service();
    const durationMs = this.#duration();
    this.#kernel.coverage.hit(service, 'service', 'before', kind);
    note(this.#kernel, '', 'window', kind, `${service} for ${String(durationMs)} ms`);
    this.#kernel.network.open({ kind, service, untilMs: this.#nowMs() + durationMs });
  }

  #strikeProcess(kind: Exclude<Kind, 'outage' | 'slow' | 'full'>): void {
    const process = this.#processes[this.#lane.pick(this.#processes.length)];
    if (process?.isUp !== true) return;
    const { name, kind: role = name } = process.spec;
    this.#kernel.coverage.hit(role, 'process', 'before', kind);
    if (kind === 'partition') {
      this.#partition(name);
      return;
    }
    note(this.#kernel, name, 'fault', kind);
    if (kind === 'crash') process.crash();
    else if (kind === 'restart') process.restart();
    else if (kind === 'stall') process.stall(this.#duration());
    else process.jump(jumpsMs[this.#lane.pick(jumpsMs.length)] ?? 0);
  }

  #partition(process: string): void {
    const service = this.#service();
    const durationMs = this.#duration();
    const detail = `${process} from ${service} for ${String(durationMs)} ms`;
    note(this.#kernel, '', 'window', 'partition', detail);
    const untilMs = this.#nowMs() + durationMs;
    this.#kernel.network.open({ kind: 'partition', service, process, untilMs });
  }

  #service(): ServiceName {
    return serviceNames[this.#lane.pick(serviceNames.length)] ?? 'queue';
  }

  #duration(): number {
    return windowsMs[this.#lane.pick(windowsMs.length)] ?? 0;
  }

  #nowMs(): number {
    return this.#kernel.scheduler.time.elapsedMs;
  }
}
