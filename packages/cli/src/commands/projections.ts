import {
  rebuild as rebuildProjections,
  surveyProjections,
  type ProjectionOverview,
  type RebuildOutcome,
} from '@foldmart/composition';
import { NotFoundError, ValidationError } from '@foldmart/core';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { blockerLines } from '../blocker-lines.js';
import { leaderCells, leaderHeads, unledLines } from '../leader-cells.js';
import { rebuildingReporter } from '../rebuilding-lines.js';
import { requireKeptDatabase } from '../requirements.js';
import { UsageError } from '../usage-error.js';

interface RebuildOptions {
  readonly all?: boolean;
  readonly outdated?: boolean;
}

/** `foldmart projections list|status|rebuild|resume|retire`. */
export function addProjectionsCommand(program: Command, run: RunCommand): void {
  const projections = program
    .command('projections')
    .description('inspect, rebuild and resume the projections that fill the read models');
  add(
    projections,
    run,
    'list',
    'show the projections, their versions and the models they write',
    list,
  );
  add(
    projections,
    run,
    'status',
    'show how far behind each projection is and who leads it, and running rebuilds',
    status,
  );
  addRebuild(projections, run);
  addByName(projections, run, 'resume', 'make a parked projection try again', resume);
  addByName(
    projections,
    run,
    'retire',
    'remove the state of a projection that no program has any more',
    retire,
  );
}

function add(
  projections: Command,
  run: RunCommand,
  name: string,
  description: string,
  work: (context: CommandContext) => Promise<ExitCode>,
): void {
  projections
    .command(name)
    .description(description)
    .action(async (_options: unknown, command: Command) => {
      await run(command, (context) => {
        requireKeptDatabase(`projections ${name}`, context.settings);
        return work(context);
      });
    });
}

function addByName(
  projections: Command,
  run: RunCommand,
  name: string,
  description: string,
  work: (context: CommandContext, projection: string) => Promise<ExitCode>,
): void {
  projections
    .command(`${name} <projection>`)
    .description(description)
    .action(async (projection: string, _options: unknown, command: Command) => {
      await run(command, (context) => {
        requireKeptDatabase(`projections ${name}`, context.settings);
        return work(context, projection);
      });
    });
}

function addRebuild(projections: Command, run: RunCommand): void {
  projections
    .command('rebuild [projections...]')
    .description('rebuild the rows of projections from the log while readers and writers continue')
    .option('--all', 'all projections')
    .option('--outdated', 'projections whose rows were made by an older version')
    .addHelpText(
      'after',
      `
Projections that write the same table are rebuilt together. The new rows are written to a shadow table that
replaces the old one at the end. If a rebuild is stopped or killed, the next one resumes it.`,
    )
    .action(async (names: readonly string[], options: RebuildOptions, command: Command) => {
      await run(command, (context) => rebuild(context, names, options));
    });
}

async function list({ system, output }: CommandContext): Promise<ExitCode> {
  const { projections } = await surveyProjections(system);
  output.result({ projections }, () =>
    plainTable(
      ['PROJECTION', 'VERSION', 'MODE', 'MODELS'],
      projections.map(({ name, version, mode, models }) => [
        name,
        version,
        mode,
        models.join(' ') || null,
      ]),
    ),
  );
  return exitCodes.done;
}

async function status({ system, output }: CommandContext): Promise<ExitCode> {
  const survey = await surveyProjections(system);
  const { projections, blocker } = survey;
  output.result(survey, () =>
    [
      plainTable(
        statusHeads,
        projections.map((each) => [
          each.name,
          each.version,
          each.liveVersion,
          each.condition,
          each.behind,
          each.behindSince,
          each.movedAt,
          ...leaderCells(each.leader),
          rebuildText(each),
        ]),
      ),
      ...projections.flatMap(parkedLines),
      ...projections.flatMap(strangerLines),
      ...projections.flatMap(neglectedLines),
      ...blockerLines(blocker),
    ].join('\n'),
  );
  return projections.every(isWell) ? exitCodes.done : exitCodes.notRight;
}

const statusHeads = [
  ...['PROJECTION', 'VERSION', 'ROWS-OF', 'CONDITION', 'EVENTS-BEHIND', 'BEHIND-SINCE', 'MOVED'],
  ...leaderHeads,
  'REBUILD',
];

/** A projection that follows a busy log is often behind; that is well while a process leads it. */
function isWell({ condition, leader }: ProjectionOverview): boolean {
  return condition === 'current' || (condition === 'behind' && leader?.isValid === true);
}

function neglectedLines({ name, condition, leader }: ProjectionOverview): readonly string[] {
  return condition === 'behind' ? unledLines(name, leader) : [];
}

function rebuildText({ rebuild }: ProjectionOverview): string | null {
  if (rebuild === null) return null;
  const { events, total, isParked } = rebuild;
  const share = total === 0 ? 100 : (100 * events) / total;
  return `${share.toFixed(1)} %${isParked ? ', parked' : ''}`;
}

function parkedLines({ name, parked }: ProjectionOverview): readonly string[] {
  if (parked === null) return [];
  const { eventType, eventId, detail, parkedAt } = parked;
  return [
    `${name} is parked since ${parkedAt} before ${eventType} ${eventId}: ${detail}`,
    `  foldmart projections resume ${name} makes it try again`,
  ];
}

/** What to do about projections that only the database or only this program has. */
function strangerLines({ name, condition }: ProjectionOverview): readonly string[] {
  if (condition === 'new') {
    return [`${name} is new: foldmart start, or another command that writes, registers it`];
  }
  if (condition !== 'unknown') return [];
  return [`${name} is not of this program: foldmart projections retire ${name} removes its state`];
}

async function rebuild(
  context: CommandContext,
  names: readonly string[],
  { all = false, outdated = false }: RebuildOptions,
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireKeptDatabase('projections rebuild', settings);
  if ([names.length > 0, all, outdated].filter(Boolean).length !== 1) {
    throw new UsageError(
      'foldmart projections rebuild: write names of projections, or --all, or --outdated',
    );
  }
  const outcomes = await rebuildProjections(system, {
    which: all ? 'all' : outdated ? 'outdated' : names,
    signal,
    onProgress: rebuildingReporter(output, system.clock),
  });
  output.result({ rebuilds: outcomes }, () => describeRebuilds(outcomes));
  return outcomes.every(({ outcome }) => outcome === 'done') ? exitCodes.done : exitCodes.notRight;
}

function describeRebuilds(outcomes: readonly RebuildOutcome[]): string {
  if (outcomes.length === 0) return 'nothing to rebuild: every row is of the current version';
  return [
    plainTable(
      ['PROJECTIONS', 'OUTCOME', 'EVENTS', 'SECONDS'],
      outcomes.map(({ id, outcome, events, ms }) => [id, outcome, events, (ms / 1_000).toFixed(1)]),
    ),
    ...outcomes.flatMap(adviceOn),
  ].join('\n');
}

function adviceOn({ id, outcome, failure }: RebuildOutcome): readonly string[] {
  switch (outcome) {
    case 'done':
      return [];
    case 'stopped':
      return [`${id}: stopped; the next rebuild resumes from here, and the old rows stay in use`];
    case 'led-elsewhere':
      return [`${id}: another process is rebuilding it, or has just finished`];
    case 'parked':
      return [
        `${id} is parked before ${failure?.eventType ?? 'an event'} ${failure?.eventId ?? ''}: ${failure?.detail ?? ''}`,
        '  the old rows stay in use; fix the projection and rebuild again',
      ];
  }
}

async function resume({ system, output }: CommandContext, name: string): Promise<ExitCode> {
  const { projections } = await system.database();
  if (!(await projections.resume(name))) {
    const isKnown = (await projections.states()).some((state) => state.name === name);
    throw isKnown
      ? new ValidationError(`Projection ${name} is not parked.`)
      : new NotFoundError(`Projection ${name}`);
  }
  output.result({ resumed: name }, () => `${name} resumes`);
  return exitCodes.done;
}

async function retire({ system, output }: CommandContext, name: string): Promise<ExitCode> {
  if (system.projections.some((projection) => projection.name === name)) {
    throw new UsageError(`foldmart projections retire: this program still has ${name}`);
  }
  const { projections } = await system.database();
  if (!(await projections.retire(name))) throw new NotFoundError(`Projection ${name}`);
  output.result({ retired: name }, () => `the state of ${name} is removed; its tables stay`);
  return exitCodes.done;
}
