import { findTopicDrift } from '@foldmart/composition';
import { InvalidArgumentError, type Command } from 'commander';
import { positiveNumber } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { isConfirmed } from '../confirmation.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireQueue } from '../requirements.js';
import { nameHere } from '../topics/name-here.js';
import { obstacleToPartitions } from '../topics/partition-rule.js';
import {
  alterationsOf,
  changesOf,
  requestedAlterations,
  type Alteration,
} from '../topics/topic-alteration.js';
import { UsageError } from '../usage-error.js';

interface AlterOptions {
  readonly partitions?: number;
  readonly minInsyncReplicas?: number;
  readonly retention?: number;
  readonly allowReordering?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `foldmart topics alter`: ends the drift of topics, or changes one. */
export function addTopicsAlter(topics: Command, run: RunCommand, help: DomainHelp): void {
  topics
    .command('alter [topic]')
    .description('change topics to the settings, or one topic to the given values')
    .option('--retention <time>', 'how long messages are kept: 7d, 12h or 30m', retentionMs)
    .option('--partitions <n>', 'more partitions', positiveNumber)
    .option('--min-insync-replicas <n>', 'replicas that must have a message', positiveNumber)
    .option('--allow-reordering', 'add partitions even if messages of the topic wait')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `
Without values, ends what topics describe reports for the topics of ${help.name}. Added partitions change the
partitions of keys: a later message of a key can overtake an earlier one that still waits.`,
    )
    .action(async (topic: string | undefined, options: AlterOptions, command: Command) => {
      await run(command, (context) => {
        const named = topic === undefined ? undefined : nameHere(context, topic);
        return alter(context, help, named, options);
      });
    });
}

async function alter(
  context: CommandContext,
  help: DomainHelp,
  topic: string | undefined,
  options: AlterOptions,
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireQueue('topics alter', settings);
  const found = await alterationsFor(context, topic, options);
  const alterations = await Promise.all(
    found.map((each) => withObstacle(context, help, each, options.allowReordering === true)),
  );
  const changes = changesOf(alterations);
  const isLeft = alterations.some(({ obstacle }) => obstacle !== null);
  const code = isLeft ? exitCodes.notRight : exitCodes.done;
  const dryRun = options.dryRun === true;
  if (changes.length > 0 && !dryRun) {
    if (options.yes !== true) output.progress(alterationTable(alterations));
    if (!(await isConfirmed('Change this?', { yes: options.yes === true, signal }))) {
      output.progress('nothing was changed');
      return exitCodes.notRight;
    }
    await system.bus().admin.alterTopics(changes);
  }
  output.result({ dryRun, alterations }, () => alterationTable(alterations));
  return code;
}

async function alterationsFor(
  { system }: CommandContext,
  topic: string | undefined,
  { partitions, minInsyncReplicas, retention }: AlterOptions,
): Promise<readonly Alteration[]> {
  const given = { partitions, minInsyncReplicas, retentionMs: retention };
  const wanted = Object.entries(given).filter(([, value]) => value !== undefined);
  if (wanted.length === 0) {
    const drift = await findTopicDrift(system);
    const own = drift.filter((each) => topic === undefined || each.topic === topic);
    if (topic !== undefined && !system.domain.topics.some(({ name }) => name === topic)) {
      throw new UsageError(
        `foldmart topics alter: the domain has no topic ${topic}, so write what to change: --retention, --partitions or --min-insync-replicas`,
      );
    }
    return alterationsOf(own);
  }
  if (topic === undefined) {
    throw new UsageError('foldmart topics alter: write the topic that is to have these values');
  }
  const [actual] = await system.bus().admin.describeTopics([topic]);
  if (actual === undefined) {
    throw new UsageError(`there is no topic ${topic}; foldmart topics list shows all`);
  }
  return requestedAlterations(actual, Object.fromEntries(wanted));
}

async function withObstacle(
  context: CommandContext,
  help: DomainHelp,
  alteration: Alteration,
  allowReordering: boolean,
): Promise<Alteration> {
  if (alteration.property !== 'partitions' || alteration.obstacle !== null) return alteration;
  const rule = { keepsPartitions: help.keepsPartitions, allowReordering };
  return { ...alteration, obstacle: await obstacleToPartitions(context, alteration.topic, rule) };
}

function alterationTable(alterations: readonly Alteration[]): string {
  if (alterations.length === 0) return 'the topics are as they should be';
  return plainTable(
    ['TOPIC', 'PROPERTY', 'FROM', 'TO', 'REFUSED'],
    alterations.map(({ topic, property, from, to, obstacle }) => [
      topic,
      property,
      from,
      to,
      obstacle,
    ]),
  );
}

const unitsMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** Parses `--retention`. Throws InvalidArgumentError. */
function retentionMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([dhm])$/.exec(text) ?? [];
  const value = Number(count) * (unitsMs[unit] ?? 0);
  if (value > 0) return value;
  throw new InvalidArgumentError('expected a time such as 7d, 12h or 30m');
}
