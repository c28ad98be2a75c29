import * as z from 'zod';
import { distributionSchema } from './distribution-schema.js';
import { section, word } from './section.js';

const transition = section({
  from: word,
  to: word,
  /** The share of the orders in `from` that take this transition; the rest of them stay. */
  probability: z.number().min(0).max(1),
  /** How long an order stays in `from`, in seconds. */
  afterSeconds: distributionSchema({ otherwise: 'uniform', bound: z.number().min(0) }),
});

/** The statuses of an order as a state machine. */
export const lifeCycleSchema = section({
  /** The status with which orders are placed. */
  initial: word,
  transitions: z.array(transition),
}).superRefine((lifeCycle, context) => {
  for (const { path, message } of faultsOf(lifeCycle)) {
    context.addIssue({ code: 'custom', path: ['transitions', ...path], message });
  }
});

/** A life cycle as it is written, without what has a default. */
export type LifeCycleInput = z.input<typeof lifeCycleSchema>;

/** How orders move from status to status. */
export interface LifeCycle {
  readonly initial: string;
  readonly transitions: readonly z.output<typeof transition>[];
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function faultsOf(lifeCycle: LifeCycle): readonly Fault[] {
  const from = new Map<string, LifeCycle['transitions']>();
  for (const each of lifeCycle.transitions) {
    from.set(each.from, [...(from.get(each.from) ?? []), each]);
  }
  return [...surplusFaults(from), ...reachFaults(lifeCycle, from), ...cycleFaults(lifeCycle, from)];
}

function surplusFaults(from: ReadonlyMap<string, LifeCycle['transitions']>): readonly Fault[] {
  return [...from]
    .map(
      ([status, list]) => [status, list.reduce((sum, each) => sum + each.probability, 0)] as const,
    )
    .filter(([, sum]) => sum > 1.000_000_001)
    .map(([status, sum]) => ({
      path: [],
      message: `the probabilities from ${status} add up to ${String(sum)}: expected at most 1`,
    }));
}

function reachFaults({ initial, transitions }: LifeCycle, from: ByFrom): readonly Fault[] {
  const reachable = statusesFrom(initial, from);
  return transitions.flatMap((each, index) => {
    if (reachable.has(each.from)) return [];
    const message = `no order that starts as ${initial} reaches ${each.from}`;
    return [{ path: [index, 'from'], message }];
  });
}

function cycleFaults({ initial }: LifeCycle, from: ByFrom): readonly Fault[] {
  const cycle = cycleFrom(initial, from, [], new Set());
  if (cycle === undefined) return [];
  return [{ path: [], message: `the transitions form a cycle: ${cycle.join(' → ')}` }];
}

type ByFrom = ReadonlyMap<string, readonly { readonly to: string }[]>;

function statusesFrom(initial: string, from: ByFrom): ReadonlySet<string> {
  const reached = new Set([initial]);
  for (const status of reached) for (const { to } of from.get(status) ?? []) reached.add(to);
  return reached;
}

/** `cleared` collects statuses from which no cycle is reached. */
function cycleFrom(
  status: string,
  from: ByFrom,
  path: readonly string[],
  cleared: Set<string>,
): readonly string[] | undefined {
  if (path.includes(status)) return [...path.slice(path.indexOf(status)), status];
  if (cleared.has(status)) return undefined;
  for (const { to } of from.get(status) ?? []) {
    const cycle = cycleFrom(to, from, [...path, status], cleared);
    if (cycle !== undefined) return cycle;
  }
  cleared.add(status);
  return undefined;
}
