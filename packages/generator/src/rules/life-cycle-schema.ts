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

function faultsOf({ initial, transitions }: LifeCycle): readonly Fault[] {
  const from = new Map<string, LifeCycle['transitions']>();
  for (const each of transitions) from.set(each.from, [...(from.get(each.from) ?? []), each]);
  const surplus = [...from]
    .map(
      ([status, list]) => [status, list.reduce((sum, each) => sum + each.probability, 0)] as const,
    )
    .filter(([, sum]) => sum > 1.000_000_001)
    .map(([status, sum]) => ({
      path: [],
      message: `the probabilities from ${status} add up to ${String(sum)}: expected at most 1`,
    }));
  const reachable = statusesFrom(initial, from);
  const unreachable = transitions.flatMap((each, index) =>
    reachable.has(each.from)
      ? []
      : [
          {
            path: [index, 'from'],
            message: `no order that starts as ${initial} reaches ${each.from}`,
          },
        ],
  );
  const circle = circleFrom(initial, from, []);
  const circles =
    circle === undefined
      ? []
      : [{ path: [], message: `an order could go around for ever: ${circle.join(' → ')}` }];
  return [...surplus, ...unreachable, ...circles];
}

type ByFrom = ReadonlyMap<string, readonly { readonly to: string }[]>;

function statusesFrom(initial: string, from: ByFrom): ReadonlySet<string> {
  const reached = new Set([initial]);
  for (const status of reached) for (const { to } of from.get(status) ?? []) reached.add(to);
  return reached;
}

function circleFrom(
  status: string,
  from: ByFrom,
  path: readonly string[],
): readonly string[] | undefined {
  if (path.includes(status)) return [...path.slice(path.indexOf(status)), status];
  for (const { to } of from.get(status) ?? []) {
    const circle = circleFrom(to, from, [...path, status]);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
