import { showStream, type StreamView } from '@foldmart/composition';
import type { StreamMoment, StreamSummary } from '@foldmart/core';
import type { Command } from 'commander';
import { instantText, wholeFrom } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { eventLine } from '../event-line.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireKeptDatabase } from '../requirements.js';
import { UsageError } from '../usage-error.js';

const mostLines = 1_000_000;

interface ListOptions {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit: number;
}

interface ShowOptions {
  readonly at?: number;
  readonly atTime?: string;
  readonly limit: number;
}

/** `foldmart stream list|show`: streams, their events, and their states at any moment. */
export function addStreamCommand(program: Command, run: RunCommand): void {
  const stream = program.command('stream').description('list streams, and show one');
  stream
    .command('list')
    .description('show streams by id, with the version and time of their last event')
    .option('--prefix <text>', 'only streams whose ids start with this, such as counter-')
    .option('--after <id>', 'continue after this id')
    .option('--limit <n>', 'the maximum number of streams', wholeFrom(1, mostLines), 20)
    .action(async (options: ListOptions, command: Command) => {
      await run(command, (context) => list(context, options));
    });
  stream
    .command('show <id>')
    .description('show the events of a stream and the state they lead to')
    .option('--at <version>', 'the state at this version', wholeFrom(0, 2_147_483_647))
    .option(
      '--at-time <time>',
      'the state recorded by this time: 2026-02-03T14:30:00Z',
      instantText,
    )
    .option('--limit <n>', 'how many of the newest events to show', wholeFrom(1, mostLines), 50)
    .action(async (id: string, options: ShowOptions, command: Command) => {
      await run(command, (context) => show(context, id, options));
    });
}

async function list(
  { settings, system, output }: CommandContext,
  options: ListOptions,
): Promise<ExitCode> {
  requireKeptDatabase('stream list', settings);
  const { events } = await system.inspect();
  const streams = await events.listStreams(options);
  output.result({ streams }, () => streamTable(streams));
  const last = streams.at(-1);
  if (streams.length === options.limit && last !== undefined) {
    output.progress(`there may be more: --after ${last.streamId}`);
  }
  return exitCodes.done;
}

function streamTable(streams: readonly StreamSummary[]): string {
  if (streams.length === 0) return 'no streams';
  return plainTable(
    ['STREAM', 'VERSION', 'LAST-RECORDED'],
    streams.map(({ streamId, version, recordedAt }) => [streamId, version, recordedAt]),
  );
}

async function show(
  { settings, system, output }: CommandContext,
  id: string,
  { at, atTime, limit }: ShowOptions,
): Promise<ExitCode> {
  requireKeptDatabase('stream show', settings);
  const moment = momentOf(at, atTime);
  const view = await showStream(system, id, {
    limit,
    ...(moment === undefined ? {} : { at: moment }),
  });
  output.result(view, () => describe(view));
  return exitCodes.done;
}

function momentOf(version?: number, time?: string): StreamMoment | undefined {
  if (version !== undefined && time !== undefined) {
    throw new UsageError('foldmart stream show: write --at or --at-time, not both');
  }
  if (version !== undefined) return { version };
  return time === undefined ? undefined : { time };
}

function describe({ streamId, version, state, events }: StreamView): string {
  const hidden = version - events.length;
  return [
    ...(hidden > 0 ? [`(${String(hidden)} older events; --limit shows more)`] : []),
    ...events.map(eventLine),
    `${streamId} at version ${String(version)}: ${JSON.stringify(state)}`,
  ].join('\n');
}
