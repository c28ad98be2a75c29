import { isWanted, prepareViews, viewOf, type FieldCondition } from '@foldmart/composition';
import type { Clock, DeliveredMessage, EventBusAdmin, OffsetTarget } from '@foldmart/core';
import { InvalidArgumentError, type Command } from 'commander';
import { wholeNumber } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { isReaderGone } from '../guard-streams.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { resetTarget } from '../groups/reset-target.js';
import { requireQueue } from '../requirements.js';
import { fieldCondition } from '../topics/field-condition.js';
import { messageLines } from '../topics/message-lines.js';
import { nameHere } from '../topics/name-here.js';
import { tailTopic, type TailRequest } from '../topics/tail-topic.js';
import { UsageError } from '../usage-error.js';

interface TailOptions {
  readonly last: number;
  readonly from?: OffsetTarget;
  readonly partition?: number;
  readonly follow?: boolean;
  readonly key?: string;
  readonly where?: readonly FieldCondition[];
}

/** `foldmart topics tail`: shows messages without a group. */
export function addTopicsTail(topics: Command, run: RunCommand): void {
  topics
    .command('tail <topic>')
    .description('show messages; joins no group and commits nothing')
    .option('-n, --last <n>', 'how many of the newest messages to show first', wholeNumber, 10)
    .option(
      '--from <where>',
      'instead of --last: earliest, offset:<n> or time:<2026-02-03T14:30:00Z>',
      startOf,
    )
    .option('--partition <n>', 'only this partition', wholeNumber)
    .option('-f, --follow', 'keep following until Ctrl+C')
    .option('--key <key>', 'only messages with this key')
    .option(
      '--where <field=value>',
      'only messages with this in the JSON body, such as data.user_id=u_12; can be repeated',
      fieldCondition,
    )
    .addHelpText(
      'after',
      '\nWith -o json, prints one JSON object per line. --key and --where filter the messages that are read.',
    )
    .action(async (topic: string, options: TailOptions, command: Command) => {
      await run(command, (context) => tail(context, nameHere(context, topic), options));
    });
}

async function tail(
  { settings, system, output, signal }: CommandContext,
  topic: string,
  options: TailOptions,
): Promise<ExitCode> {
  requireQueue('topics tail', settings);
  const { admin } = system.bus();
  const from = await firstOffsets(admin, topic, options);
  const follow = options.follow === true;
  const show = async (message: DeliveredMessage): Promise<void> => {
    await prepareViews(system.codec, [message]);
    const view = viewOf(message, system.codec);
    if (isWanted(view, options)) output.result(view, () => messageLines(view));
  };
  const read = { topic, signal };
  if (options.from === undefined) {
    const newest = await readNewest(admin, system.clock, { ...read, from }, options.last);
    for (const message of newest.messages) await show(message);
    if (!follow) return exitCodes.done;
    await showAll(tailTopic(admin, system.clock, { ...read, from: newest.next, follow }), show);
    return exitCodes.done;
  }
  await showAll(tailTopic(admin, system.clock, { ...read, from, follow }), show);
  return exitCodes.done;
}

async function showAll(
  messages: AsyncIterable<DeliveredMessage>,
  show: (message: DeliveredMessage) => Promise<void>,
): Promise<void> {
  for await (const message of messages) {
    if (isReaderGone()) return;
    await show(message);
  }
}

/** Where to begin in each partition: at a target, or as many messages before the end as are asked for. */
async function firstOffsets(
  admin: EventBusAdmin,
  topic: string,
  { from, last, partition }: TailOptions,
): Promise<ReadonlyMap<number, string>> {
  const starts = await admin.findOffsets(topic, { to: 'earliest' });
  const found =
    from === undefined || from.to === 'offset'
      ? await admin.findOffsets(topic, { to: 'latest' })
      : await admin.findOffsets(topic, from);
  const chosen = found.filter((each) => partition === undefined || each.partition === partition);
  if (chosen.length === 0) {
    throw new UsageError(
      `${topic} has no partition ${String(partition)}; it may be 0 to ${String(found.length - 1)}`,
    );
  }
  return new Map(
    chosen.map(({ partition: each, offset }) => {
      if (from?.to === 'offset') return [each, from.offset];
      if (from !== undefined) return [each, offset];
      const start = BigInt(starts.find((one) => one.partition === each)?.offset ?? 0);
      const before = BigInt(offset) - BigInt(last);
      return [each, String(before > start ? before : start)];
    }),
  );
}

/** The newest messages over all partitions, and where to continue. */
async function readNewest(
  admin: EventBusAdmin,
  clock: Clock,
  request: Omit<TailRequest, 'follow'>,
  last: number,
): Promise<{
  readonly messages: readonly DeliveredMessage[];
  readonly next: ReadonlyMap<number, string>;
}> {
  const next = new Map(request.from);
  const messages: DeliveredMessage[] = [];
  for await (const message of tailTopic(admin, clock, { ...request, follow: false })) {
    messages.push(message);
    next.set(message.partition, String(BigInt(message.offset) + 1n));
  }
  return { messages: last === 0 ? [] : messages.slice(-last), next };
}

/** Parses `--from`. Throws InvalidArgumentError. */
function startOf(text: string): OffsetTarget {
  const expected = 'expected earliest, latest, offset:42 or time:2026-02-03T14:30:00Z';
  if (/^(earliest|latest|offset:.*|time:.*)$/s.test(text)) {
    const target = resetTarget(text);
    if (target.to !== 'shift') return target;
  }
  throw new InvalidArgumentError(expected);
}
