import { describeDrift, findTopicDrift, prepareTopics, wantedTopics } from '@foldmart/composition';
import type { TopicDescription } from '@foldmart/core';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireQueue } from '../requirements.js';
import { addTopicsAlter } from './topics-alter.js';
import { addTopicsPublish } from './topics-publish.js';
import { addTopicsTail } from './topics-tail.js';

/** `foldmart topics list|create|describe|alter|tail|publish`. */
export function addTopicsCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  const topics = program
    .command('topics')
    .description('show, create and change topics, read them and publish to them');
  topics
    .command('list')
    .description('show the topics of the queue, and whose they are')
    .option('--prefix <text>', 'only topics whose names start with this')
    .action(async (options: { readonly prefix?: string }, command: Command) => {
      await run(command, (context) => list(context, help, options));
    });
  topics
    .command('create')
    .description('create missing topics; existing ones are not changed')
    .action(async (_options: unknown, command: Command) => {
      await run(command, create);
    });
  topics
    .command('describe')
    .description('show the topics, and how they differ from the settings')
    .addHelpText('after', '\nExit code 1 if they differ.')
    .action(async (_options: unknown, command: Command) => {
      await run(command, describe);
    });
  addTopicsAlter(topics, run, help);
  addTopicsTail(topics, run);
  addTopicsPublish(topics, run);
}

async function list(
  { settings, system, output }: CommandContext,
  help: DomainHelp,
  { prefix = '' }: { readonly prefix?: string },
): Promise<ExitCode> {
  requireQueue('topics list', settings);
  const own = new Set(system.domain.topics.map(({ name }) => name));
  const names = await system.bus().admin.listTopics();
  const topics = names
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name, isOwn: own.has(name) }));
  output.result({ topics }, () =>
    plainTable(
      ['TOPIC', 'OF'],
      topics.map(({ name, isOwn }) => [name, isOwn ? help.name : null]),
    ),
  );
  return exitCodes.done;
}

async function create(context: CommandContext): Promise<ExitCode> {
  requireQueue('topics create', context.settings);
  await prepareTopics(context.system);
  return showTopics(context);
}

async function describe(context: CommandContext): Promise<ExitCode> {
  requireQueue('topics describe', context.settings);
  return showTopics(context);
}

async function showTopics({ system, output }: CommandContext): Promise<ExitCode> {
  const names = wantedTopics(system).map(({ name }) => name);
  const topics = await system.bus().admin.describeTopics(names);
  const drift = await findTopicDrift(system);
  output.result({ topics, drift }, () =>
    [topicTable(topics), ...drift.map(describeDrift)].join('\n'),
  );
  if (drift.some(({ property }) => property !== 'missing')) {
    output.progress('foldmart topics alter changes them');
  }
  return drift.length === 0 ? exitCodes.done : exitCodes.notRight;
}

function topicTable(topics: readonly TopicDescription[]): string {
  return plainTable(
    ['TOPIC', 'PARTITIONS', 'REPLICAS', 'MIN-INSYNC', 'RETENTION-DAYS'],
    topics.map((topic) => [
      topic.name,
      topic.partitions,
      topic.replicationFactor,
      topic.minInsyncReplicas,
      topic.retentionMs === null ? null : topic.retentionMs / 86_400_000,
    ]),
  );
}
