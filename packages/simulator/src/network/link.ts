import { PortError, type Clock } from '@foldmart/core';
import { delaysMs, windowsMs } from '../faults/durations.js';
import type { CallFaults } from '../faults/fault-plan.js';
import type { Incarnation } from '../processes/incarnation.js';
import { note, type Kernel } from '../running/kernel.js';
import { pointOf, type CallSite } from '../services/service.js';
import type { Lane } from '../tape/decisions.js';

/** A call is given up if the service cannot be reached for this long. */
const callTimeoutMs = 10_000;
/** How much longer a call takes on a slow service. */
const slowMs = 800;

type Fault = keyof CallFaults;
type Outcome = { readonly result: unknown } | { readonly error: Error };

interface Call {
  readonly site: CallSite;
  readonly invoke: () => Promise<unknown>;
  readonly settle: (outcome: Outcome) => void;
  readonly sentAtMs: number;
  /** A pause is a single point: there is no answer that could be lost. */
  readonly isPause: boolean;
  isSlowed: boolean;
}

const sides = {
  before: ['delay', 'refuse', 'crash', 'stall'],
  after: ['delay', 'lose', 'crash', 'stall'],
} as const satisfies Record<string, readonly Fault[]>;

type Side = keyof typeof sides;

/**
 * The connection of one process with all services. Each call is two steps, the request and its answer, and each step may
 * meet a fault.
 */
export class Link {
  readonly #kernel: Kernel;
  readonly #process: Incarnation;
  readonly #clock: Clock;
  readonly #lane: Lane;
  readonly #seen = new Set<CallSite>();

  constructor(kernel: Kernel, process: Incarnation, clock: Clock) {
    this.#kernel = kernel;
    this.#process = process;
    this.#clock = clock;
    this.#lane = kernel.decisions.lane(`calls of ${process.name}`);
  }

  /** Calls a service. If the process has ended by the time of the answer, the call never settles. `args` are for observers. */
  call<Result>(
    site: CallSite,
    invoke: () => Promise<Result>,
    args: readonly unknown[] = [],
  ): Promise<Result> {
    this.#kernel.calls += 1;
    const observed = async (): Promise<Result> => {
      const result = await invoke();
      const { name: process, kind } = this.#process;
      this.#kernel.observe({ process, kind, ...site, args, result });
      return result;
    };
    return this.#send(site, observed, false) as Promise<Result>;
  }

  /** A point within a longer conversation, such as before a commit. Rejects if a fault refuses it. */
  async pause(site: CallSite): Promise<void> {
    await this.#send(site, async () => undefined, true);
  }

  /** A service tells the process something. Lost if the process cannot be reached. */
  tell(service: CallSite['service'], hear: () => void): void {
    if (this.blockedMs({ service }) === 0) this.#kernel.scheduler.add(this.#process, hear);
  }

  /** For how long the service cannot be reached; 0 if it can. */
  blockedMs({ service }: Pick<CallSite, 'service'>): number {
    const { network, scheduler } = this.#kernel;
    return network.blockedMs(this.#process.name, service, scheduler.time.elapsedMs);
  }

  #send(site: CallSite, invoke: () => Promise<unknown>, isPause: boolean): Promise<unknown> {
    const { scheduler, coverage } = this.#kernel;
    if (!this.#seen.has(site)) {
      this.#seen.add(site);
      coverage.saw(this.#process.kind, pointOf(site));
    }
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome): void => {
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.result);
      };
      const sentAtMs = scheduler.time.elapsedMs;
      const call: Call = { site, invoke, settle, sentAtMs, isPause, isSlowed: false };
      scheduler.add(this.#process, () => this.#request(call));
    });
  }

  #request(call: Call): void {
    const { site } = call;
    if (this.#waits(call, () => this.#request(call))) return;
    const { network, scheduler } = this.#kernel;
    if (site.isWrite && network.isFull(site.service, scheduler.time.elapsedMs)) {
      this.#fail(call, 'unavailable', 'is full');
      return;
    }
    switch (this.#fault('before', call)) {
      case 'delay':
        this.#later(() => this.#execute(call));
        return;
      case 'refuse':
        this.#fail(call, 'unavailable', 'refuses the call');
        return;
      case 'crash':
        this.#process.crash();
        return;
      case 'stall':
        this.#stall(() => this.#execute(call));
        return;
      default:
        this.#execute(call);
    }
  }

  #execute(call: Call): void {
    const { scheduler } = this.#kernel;
    this.#note('call', call.site);
    if (call.isPause || call.site.isWrite) this.#kernel.hasChanged = true;
    if (call.isPause) {
      call.settle({ result: undefined });
      return;
    }
    const answered = (outcome: Outcome): void => {
      scheduler.add(this.#process, () => this.#answer(call, outcome));
    };
    call.invoke().then(
      (result) => answered({ result }),
      (error: unknown) => answered({ error: asError(error) }),
    );
  }

  #answer(call: Call, outcome: Outcome): void {
    if (this.#waits(call, () => this.#answer(call, outcome))) return;
    const settle = (): void => this.#settle(call, outcome);
    switch (this.#fault('after', call)) {
      case 'delay':
        this.#later(settle);
        return;
      case 'lose':
        this.#fail(call, 'timeout', 'does not answer in time');
        return;
      case 'crash':
        this.#process.crash();
        return;
      case 'stall':
        this.#stall(settle);
        return;
      default:
        settle();
    }
  }

  #settle(call: Call, outcome: Outcome): void {
    this.#note('answer', call.site, 'error' in outcome ? String(outcome.error) : '');
    call.settle(outcome);
  }

  /** Waits if the service cannot be reached or is slow. Gives the call up after a while. */
  #waits(call: Call, again: () => void): boolean {
    const { site } = call;
    const { network, scheduler } = this.#kernel;
    const nowMs = scheduler.time.elapsedMs;
    const leftMs = call.sentAtMs + callTimeoutMs - nowMs;
    const blockedMs = this.blockedMs(site);
    if (blockedMs > 0 && leftMs <= 0) this.#fail(call, 'timeout', 'cannot be reached');
    else if (blockedMs > 0) this.#clock.schedule(Math.min(blockedMs, leftMs), again);
    else if (!call.isSlowed && network.isSlow(site.service, nowMs)) {
      call.isSlowed = true;
      this.#clock.schedule(slowMs, again);
    } else return false;
    return true;
  }

  #fault(side: Side, { site }: Call): Fault | 'none' {
    const { faults, coverage } = this.#kernel;
    const { calls } = faults();
    const possible = sides[side];
    const choice = this.#lane.fault(weightsOf(calls)[side]);
    const fault = possible[choice - 1];
    if (fault === undefined || calls[fault] === 0) return 'none';
    coverage.hit(this.#process.kind, pointOf(site), side, fault);
    this.#note('fault', site, `${fault} ${side}`);
    return fault;
  }

  #later(next: () => void): void {
    this.#clock.schedule(delaysMs[this.#lane.pick(delaysMs.length)] ?? 1, next);
  }

  #stall(next: () => void): void {
    const { scheduler } = this.#kernel;
    const stallMs = windowsMs[this.#lane.pick(windowsMs.length)] ?? 0;
    this.#process.stalledUntilMs = scheduler.time.elapsedMs + stallMs;
    scheduler.add(this.#process, next);
  }

  #fail(call: Call, reason: 'unavailable' | 'timeout', how: string): void {
    const { service, port, operation } = call.site;
    this.#note('answer', call.site, `${reason}: ${how}`);
    const message = `The ${service} ${how}.`;
    call.settle({ error: new PortError({ port, operation, reason, message }) });
  }

  #note(kind: 'call' | 'answer' | 'fault', site: CallSite, detail = ''): void {
    note(this.#kernel, this.#process.label, kind, pointOf(site), detail);
  }
}

type Weights = Readonly<Record<Side, readonly number[]>>;

const weightsByPlan = new WeakMap<CallFaults, Weights>();

/** The weights of no fault and of each possible one, on both sides of a call. */
function weightsOf(calls: CallFaults): Weights {
  const known = weightsByPlan.get(calls);
  if (known !== undefined) return known;
  const on = (side: Side): readonly number[] => [
    1_000,
    ...sides[side].map((fault) => calls[fault]),
  ];
  const weights = { before: on('before'), after: on('after') };
  weightsByPlan.set(calls, weights);
  return weights;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
