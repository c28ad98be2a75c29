import { withLag, type GroupLag } from '@foldmart/composition';
import { NotFoundError } from '@foldmart/core';
import type { Command } from 'commander';
import { intervalMs, wholeNumber } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { lagTable, memberTable } from '../groups/group-tables.js';
import {
  totalsOf,
  withTotalLag,
  type GroupTotal,
  type GroupTotals,
} from '../groups/group-totals.js';
import { resetTarget } from '../groups/reset-target.js';
import { plainTable } from '../output.js';
import { requireQueue } from '../requirements.js';
import { nameHere, withNamesHere } from '../topics/name-here.js';
import { liveSettings } from '../live/live-settings.js';
import { deleteGroup, resetGroup, type ResetOptions } from './groups-change.js';
import { watchGroups } from './groups-watch.js';

/** `foldmart groups list|show|reset|delete`: the consumer groups of the queue. */
export function addGroupsCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  const groups = program
    .command('groups')
    .description('show consumer groups, their members and their lag, and reset their offsets');
  addShowingCommands(groups, run, help);
  groups
    .command('reset <group>')
    .description('set where a group without members reads next')
    .requiredOption(
      '--to <target>',
      'earliest, latest, offset:<n>, time:<2026-02-03T14:30:00Z>, or shift:<+n or -n>',
      resetTarget,
    )
    .option('--topic <name>', 'only this topic (default: every topic that the group has read)')
    .option('--partition <n>', 'only this partition; needs --topic', wholeNumber)
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nRefused while the group has members: stop them first.')
    .action(async (group: string, options: ResetOptions, command: Command) => {
      await run(command, (context) =>
        resetGroup(context, nameHere(context, group), withNamesHere(context, options)),
      );
    });
  groups
    .command('delete <group>')
    .description('delete a group without members, with its offsets')
    .option('--yes', 'do not ask')
    .action(async (group: string, options: { readonly yes?: boolean }, command: Command) => {
      await run(command, (context) => deleteGroup(context, nameHere(context, group), options));
    });
}

function addShowingCommands(groups: Command, run: RunCommand, help: DomainHelp): void {
  groups
    .command('list')
    .description('show the groups of the queue, with their states, members and lag')
    .option('--prefix <text>', 'only groups whose names start with this')
    .action(async (options: { readonly prefix?: string }, command: Command) => {
      await run(command, (context) => list(context, options));
    });
  groups
    .command('show [group...]')
    .description('show members, their partitions, and the lag')
    .option('--watch', 'show it again and again, with rates and the time to catch up, until Ctrl+C')
    .option('--interval <seconds>', 'for --watch: the time between two readings', intervalMs, 2_000)
    .addHelpText(
      'after',
      `\nWithout a name, shows the groups of ${help.name}. With --watch -o json, prints one object a line.`,
    )
    .action(async (names: readonly string[], options: ShowOptions, command: Command) => {
      await run(
        command,
        (context) => show(context, names, options),
        () => liveSettings(options.watch === true),
      );
    });
}

async function list(
  { settings, system, output }: CommandContext,
  { prefix = '' }: { readonly prefix?: string },
): Promise<ExitCode> {
  requireQueue('groups list', settings);
  const { admin } = system.bus();
  const names = (await admin.listGroups()).filter((name) => name.startsWith(prefix));
  const groups = await withTotalLag(admin, await admin.describeGroups(names));
  const totals = totalsOf(groups);
  output.result({ groups, totals }, () => groupTable(groups, totals));
  return exitCodes.done;
}

function groupTable(groups: readonly GroupTotal[], totals: GroupTotals): string {
  if (groups.length === 0) return 'no groups';
  return plainTable(
    ['GROUP', 'STATE', 'MEMBERS', 'LAG', 'TOPICS'],
    [
      ...groups.map(({ group, state, members, lag, topics }) => [
        group,
        state,
        members.length,
        lag,
        topics.length === 0 ? null : topics.join(','),
      ]),
      [`total: ${String(totals.groups)}`, '', totals.members, totals.lag, ''],
    ],
  );
}

interface ShowOptions {
  readonly watch?: boolean;
  readonly interval: number;
}

async function show(
  context: CommandContext,
  names: readonly string[],
  { watch = false, interval }: ShowOptions,
): Promise<ExitCode> {
  requireQueue('groups show', context.settings);
  if (watch) {
    await watchGroups(context, interval, () => readGroups(context, names));
    return exitCodes.done;
  }
  const groups = await readGroups(context, names);
  context.output.result({ groups }, () => showing(groups));
  return exitCodes.done;
}

/** The named groups, or those of the domain. Rejects with NotFoundError if a named one does not exist. */
async function readGroups(
  context: CommandContext,
  names: readonly string[],
): Promise<readonly GroupLag[]> {
  const { system } = context;
  const { admin } = system.bus();
  const named = names.map((name) => nameHere(context, name));
  const own = [...new Set(system.domain.consumers.map(({ group }) => group))];
  const found = await admin.describeGroups(named.length === 0 ? own : named);
  const missing = named.find((name) => !found.some(({ group }) => group === name));
  if (missing !== undefined) {
    throw new NotFoundError(`Group ${missing}`);
  }
  return withLag(admin, found);
}

function showing(groups: readonly GroupLag[]): string {
  if (groups.length === 0) return 'no groups yet: no consumer has joined';
  return `${memberTable(groups)}\n\n${lagTable(groups)}`;
}
