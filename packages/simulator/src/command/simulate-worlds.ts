import { readFileSync, writeFileSync } from 'node:fs';
import { formatReport } from '../run/format-report.js';
import type { RunResult } from '../run/run-result.js';
import { replay, simulate, type SimulateOptions, type SimulationReport } from '../run/simulate.js';
import { readTape, writeTape } from '../tape/tape-text.js';
import { formatTrace } from '../trace/format-trace.js';
import { writePage } from '../trace/page/write-page.js';
import type { World } from '../worlds/world.js';

/** What a person asks for. */
export interface SimulateRequest extends Omit<SimulateOptions, 'onRun'> {
  /** Repeats this file instead of trying seeds. */
  readonly tape?: string;
  /** Where to keep the tape of a failure; default `<world>-<seed>.tape.json`. */
  readonly save?: string;
  /** Where to write the page of the failed run, or of the last run if none fails. */
  readonly page?: string;
  /** Shows every call in the trace of a tape. */
  readonly isVerbose?: boolean;
}

/** Where the text goes. */
export interface SimulateOutput {
  /** A line of the result. */
  readonly line: (text: string) => void;
  /** A line about progress. */
  readonly progress: (text: string) => void;
}

const progressEveryMs = 5_000;

/**
 * Simulates worlds for a person, one after another, or repeats a tape of one of them. Returns whether everything held.
 *
 * @throws RangeError if the tape cannot be read, or is of another world.
 */
export async function simulateWorlds(
  worlds: readonly World[],
  request: SimulateRequest,
  output: SimulateOutput,
): Promise<boolean> {
  if (request.tape !== undefined) return repeatTape(worlds, request.tape, request, output);
  for (const world of worlds) {
    if (request.signal?.aborted === true) break;
    if (!(await trySeeds(world, request, output))) return false;
  }
  return true;
}

async function trySeeds(
  world: World,
  request: SimulateRequest,
  { line, progress }: SimulateOutput,
): Promise<boolean> {
  const startedAt = performance.now();
  let shownAt = startedAt;
  let last: RunResult | undefined;
  const report = await simulate(world, {
    ...request,
    onRun: (seed, result) => {
      last = result;
      if (result.failure !== undefined)
        progress(`seed ${String(seed)} failed; shortening its tape`);
      else if (performance.now() - shownAt > progressEveryMs) {
        shownAt = performance.now();
        progress(`${world.name}: seed ${String(seed)} holds`);
      }
    },
  });
  line(formatReport(report, performance.now() - startedAt));
  const { failure } = report;
  if (failure !== undefined) keepTape(world, report, request, line);
  const entries = failure?.trace ?? last?.log.entries;
  if (request.page !== undefined && entries !== undefined) {
    writeFileSync(
      request.page,
      writePage({ world: world.name, entries, ...(failure && { failure }) }),
    );
    line(`the run as a page: ${request.page}`);
  }
  return failure === undefined;
}

function keepTape(
  world: World,
  { failure }: SimulationReport,
  { save }: SimulateRequest,
  line: (text: string) => void,
): void {
  if (failure === undefined) return;
  const path = save ?? `${world.name}-${String(failure.seed)}.tape.json`;
  writeFileSync(path, writeTape({ world: world.name, tape: failure.tape }));
  line(`\nthe tape is kept in ${path}; repeat it with --tape ${path}`);
}

async function repeatTape(
  worlds: readonly World[],
  path: string,
  { isVerbose = false, page, ...options }: SimulateRequest,
  { line }: SimulateOutput,
): Promise<boolean> {
  const kept = readTape(readFileSync(path, 'utf8'));
  const world = worlds.find(({ name }) => name === kept.world);
  if (world === undefined) {
    const names = worlds.map(({ name }) => name).join(', ');
    throw new RangeError(`The tape is of the world ${kept.world}; there is only ${names}.`);
  }
  const { failure, log } = await replay(world, kept.tape, options);
  line(formatTrace(log.entries, { isBrief: !isVerbose }));
  if (page !== undefined) {
    const { entries } = log;
    writeFileSync(page, writePage({ world: world.name, entries, ...(failure && { failure }) }));
  }
  line(
    failure === undefined
      ? 'everything held'
      : `does not hold: ${failure.oracle}\n${failure.detail}`,
  );
  return failure === undefined;
}
