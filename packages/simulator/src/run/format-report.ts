import { tapeLength } from '../tape/tape.js';
import { formatTrace } from '../trace/format-trace.js';
import type { Explored } from './explore.js';
import type { FoundFailure, SimulationReport } from './simulate-options.js';

const shownLines = 60;

/** A report as text. `elapsedMs` is the time that the simulation has really taken. */
export function formatReport(report: SimulationReport, elapsedMs?: number): string {
  const { failure, coverage } = report;
  const lines = [
    ...outcomeOf(report),
    `${String(report.steps)} steps, ${String(report.calls)} port calls, ${String(report.events)} events of the log, ${inHours(report.virtualMs)} virtual hours`,
    ...drainOf(report),
    `${String(coverage.faultPoints)} fault points at ${String(coverage.callPoints)} calls`,
  ];
  if (elapsedMs !== undefined) lines.push(ratesOf(report, elapsedMs / 1_000));
  if (failure !== undefined) lines.push('', describeFailure(failure));
  return lines.join('\n');
}

function outcomeOf({ world, seeds, explored, failure }: SimulationReport): readonly string[] {
  if (explored !== undefined) {
    const end = failure === undefined ? 'nothing failed' : 'the last one failed';
    return [`${world}: ${String(explored.schedules)} schedules, ${end}`, extentOf(explored)];
  }
  const end = failure === undefined ? 'nothing failed' : `seed ${String(failure.seed)} failed`;
  return [`${world}: ${String(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}, ${end}`];
}

function extentOf({ schedules, depth, bounds, isComplete }: Explored): string {
  const limits = `${counted(bounds.faults, 'fault')} and ${counted(bounds.switches, 'switch')}`;
  const extent = `exhaustive up to depth ${String(depth)} with at most ${limits}`;
  if (isComplete && depth < bounds.depth) return `${extent}: no run has more decisions`;
  if (isComplete) return `${extent}: the bound of the depth`;
  return schedules < bounds.schedules
    ? `${extent}: stopped`
    : `${extent}: the bound of ${String(bounds.schedules)} schedules`;
}

function counted(count: number, what: 'fault' | 'switch'): string {
  const plural = what === 'switch' ? 'switches' : 'faults';
  return `${String(count)} ${count === 1 ? what : plural}`;
}

/** What did not hold, the shortest tape's length, and the last steps of its run. */
export function describeFailure(failure: FoundFailure): string {
  const { oracle, detail, atMs, seed, tape, decisionsBefore, trace } = failure;
  return [
    `does not hold: ${oracle}`,
    detail,
    '',
    `seed ${String(seed)}, after ${(atMs / 1_000).toFixed(3)} virtual seconds; ` +
      `${String(tapeLength(tape))} of ${String(decisionsBefore)} decisions are needed`,
    '',
    formatTrace(trace, { last: shownLines, isBrief: true }),
  ].join('\n');
}

/** An event is one in the log; a call of a port is what the code under test does. */
function ratesOf(report: SimulationReport, seconds: number): string {
  const { seeds, explored, steps, calls, events, virtualMs } = report;
  const rate = (count: number): string => (count / seconds).toFixed(count / seconds < 10 ? 1 : 0);
  const runs =
    explored === undefined ? `${rate(seeds)} seeds` : `${rate(explored.schedules)} schedules`;
  const work = `${rate(steps)} steps, ${rate(calls)} port calls, ${rate(events)} events of the log`;
  const hours = (virtualMs / 3_600_000 / seconds).toFixed(3);
  return `${seconds.toFixed(1)} s: each second ${runs}, ${work} and ${hours} virtual hours`;
}

function drainOf({ slowestDrainMs, drainLimitMs }: SimulationReport): readonly string[] {
  if (slowestDrainMs === 0) return [];
  const limit = `at most ${inSeconds(drainLimitMs)} are allowed`;
  return [
    `everything drained within ${inSeconds(slowestDrainMs)} virtual seconds of the last fault; ${limit}`,
  ];
}

function inSeconds(ms: number): string {
  return String(Math.ceil(ms / 1_000));
}

function inHours(ms: number): string {
  return (ms / 3_600_000).toFixed(1);
}
