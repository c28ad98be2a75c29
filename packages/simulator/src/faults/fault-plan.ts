/** What can happen to a call. `delay` and `stall` take time; a process that stalls resumes as after SIGCONT. */
export interface CallFaults {
  /** The request or its answer arrives later. */
  readonly delay: number;
  /** The service refuses the call, and nothing happens. */
  readonly refuse: number;
  /** The service does what was asked, and the caller gets an error. */
  readonly lose: number;
  /** The process ends as by SIGKILL, before the request is sent or after it has had its effect. */
  readonly crash: number;
  /** The process stops for a while. */
  readonly stall: number;
}

/** What can happen at any time, decided once in each virtual second. */
export interface SystemFaults {
  /** A process ends as by SIGKILL. */
  readonly crash: number;
  /** A process is stopped as by SIGTERM, and started again. Its group rebalances twice. */
  readonly restart: number;
  /** A process stops for a while. */
  readonly stall: number;
  /** A process cannot reach a service. */
  readonly partition: number;
  /** No process can reach a service. */
  readonly outage: number;
  /** A service answers slowly. */
  readonly slow: number;
  /** A service refuses whatever would change something. */
  readonly full: number;
  /** The time of day of a process jumps. */
  readonly jump: number;
}

/** How often faults happen: weights against 1,000 calls, or 100 seconds, without a fault. 0 switches a fault off. */
export interface FaultPlan {
  readonly calls: CallFaults;
  readonly system: SystemFaults;
  /** How far the time of day of each process may be off from the start, in milliseconds. */
  readonly skewMs: number;
}

/** Parts of a plan; what is left out has its default. */
export interface FaultChoices {
  readonly calls?: Partial<CallFaults>;
  readonly system?: Partial<SystemFaults>;
  readonly skewMs?: number;
}

export const defaultFaults: FaultPlan = {
  calls: { delay: 60, refuse: 10, lose: 10, crash: 3, stall: 1 },
  system: {
    crash: 6,
    restart: 6,
    stall: 3,
    partition: 4,
    outage: 2,
    slow: 2,
    full: 1,
    jump: 2,
  },
  skewMs: 60_000,
};

/** No fault at all: only the order of steps differs between seeds. */
export const noFaults: FaultPlan = {
  calls: { delay: 0, refuse: 0, lose: 0, crash: 0, stall: 0 },
  system: {
    crash: 0,
    restart: 0,
    stall: 0,
    partition: 0,
    outage: 0,
    slow: 0,
    full: 0,
    jump: 0,
  },
  skewMs: 0,
};

/** The default plan with these changes. */
export function faultPlan({ calls, system, skewMs }: FaultChoices = {}): FaultPlan {
  return {
    calls: { ...defaultFaults.calls, ...calls },
    system: { ...defaultFaults.system, ...system },
    skewMs: skewMs ?? defaultFaults.skewMs,
  };
}
