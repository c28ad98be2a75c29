import { readFileSync, writeFileSync } from 'node:fs';
import { formatReport } from '../run/format-report.js';
import type { RunResult } from '../run/run-result.js';
import { replay, replayClosely } from '../run/replay.js';
import type { SimulateOptions, SimulationReport } from '../run/simulate-options.js';
import { simulate } from '../run/simulate.js';
import { readTape, writeTape } from '../tape/tape-text.js';
import { tapeLength, type Tape } from '../tape/tape.js';
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

/** What came out, for a program and for a person. */
export interface SimulateAnswer {
  readonly holds: boolean;
  readonly data: unknown;
  readonly text: string;
}

const progressEveryMs = 5_000;

/**
 * Simulates worlds for a person, one after another until one fails, or repeats a tape of one of them.
 *
 * @throws RangeError if a file cannot be read or written, or if the tape is none, or of another world.
 */
export async function simulateWorlds(
  worlds: readonly World[],
  request: SimulateRequest,
  output: { readonly progress: (line: string) => void },
): Promise<SimulateAnswer> {
  if (request.tape !== undefined) return repeatTape(worlds, request.tape, request);
  const answers: SimulateAnswer[] = [];
  for (const world of worlds) {
    if (request.signal?.aborted === true) break;
    const answer = await trySeeds(world, request, output.progress);
    answers.push(answer);
    if (!answer.holds) break;
  }
  return {
    holds: answers.every(({ holds }) => holds),
    data: answers.map(({ data }) => data),
    text: answers.map(({ text }) => text).join('\n\n'),
  };
}

async function trySeeds(
  world: World,
  request: SimulateRequest,
  progress: (line: string) => void,
): Promise<SimulateAnswer> {
  const startedAt = performance.now();
  let shownAt = startedAt;
  let last: RunResult | undefined;
  let runs = 0;
  const report = await simulate(world, {
    ...request,
    onRun: (seed, result) => {
      last = result;
      runs += 1;
      const which =
        request.strategy === 'exhaustive' ? `schedule ${String(runs)}` : `seed ${String(seed)}`;
      if (result.failure !== undefined) {
        progress(`${which} failed: its tape is shortened`);
      } else if (performance.now() - shownAt > progressEveryMs) {
        shownAt = performance.now();
        progress(`${world.name}: everything up to ${which} holds`);
      }
    },
  });
  const elapsedMs = performance.now() - startedAt;
  const lines = [formatReport(report, elapsedMs)];
  const { failure } = report;
  const tape = failure === undefined ? undefined : keepTape(report, request);
  if (tape !== undefined) lines.push('', `the tape is in ${tape}: repeat it with --tape ${tape}`);
  const shown = failure?.tape ?? last?.tape;
  if (shown !== undefined) lines.push(...(await keepPage(world, request, shown)));
  const data = { ...dataOf(report, elapsedMs), ...(tape !== undefined && { tape }) };
  return { holds: failure === undefined, data, text: lines.join('\n') };
}

function dataOf(report: SimulationReport, elapsedMs: number) {
  const { failure, coverage, ...counts } = report;
  return {
    ...counts,
    elapsedMs: Math.round(elapsedMs),
    faultPoints: coverage.faultPoints,
    failure: failure === undefined ? null : failureData(failure),
  };
}

function failureData({
  oracle,
  detail,
  atMs,
  seed,
  tape,
}: NonNullable<SimulationReport['failure']>) {
  return { oracle, detail, atMs, seed, decisions: tapeLength(tape) };
}

function keepTape({ world, failure }: SimulationReport, { save }: SimulateRequest) {
  if (failure === undefined) return undefined;
  const path = save ?? `${world}-${String(failure.seed)}.tape.json`;
  write(path, writeTape({ world, tape: failure.tape }));
  return path;
}

/** Runs the tape again, and records what each step changes. */
async function keepPage(
  world: World,
  request: SimulateRequest,
  tape: Tape,
): Promise<readonly string[]> {
  const { page } = request;
  if (page === undefined) return [];
  const { log, failure } = await replayClosely(world, tape, request);
  const shown = { world: world.name, entries: log.entries };
  write(page, writePage({ ...shown, ...(failure !== undefined && { failure }) }));
  return [`the run as a page: ${page}`];
}

async function repeatTape(
  worlds: readonly World[],
  path: string,
  request: SimulateRequest,
): Promise<SimulateAnswer> {
  const kept = readTape(read(path));
  const world = worlds.find(({ name }) => name === kept.world);
  if (world === undefined) {
    const names = worlds.map(({ name }) => name).join(', ');
    throw new RangeError(`The tape is of the world ${kept.world}; there is only ${names}.`);
  }
  const recordsState = request.isVerbose === true;
  const { failure, log, steps } = await replay(world, kept.tape, { ...request, recordsState });
  const verdict =
    failure === undefined
      ? 'everything held'
      : `does not hold: ${failure.oracle}\n${failure.detail}`;
  const trace = formatTrace(log.entries, { isBrief: request.isVerbose !== true });
  const pages = await keepPage(world, request, kept.tape);
  return {
    holds: failure === undefined,
    data: { world: world.name, steps, failure: failure ?? null },
    text: [trace, '', verdict, ...pages].join('\n'),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RangeError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new RangeError(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
