import { isPortError, type GroupDescription } from '@foldmart/core';
import type { CommandContext } from '../command-context.js';
import { isConfirmed } from '../confirmation.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { heldBy } from '../groups/group-tables.js';
import { planReset, type PlannedReset } from '../groups/reset-plan.js';
import type { ResetTarget } from '../groups/reset-target.js';
import { plainTable } from '../output.js';
import { requireQueue } from '../requirements.js';
import { UsageError } from '../usage-error.js';

export interface ResetOptions {
  readonly to: ResetTarget;
  readonly topic?: string;
  readonly partition?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Sets where a group reads next, after showing it. */
export async function resetGroup(
  context: CommandContext,
  group: string,
  options: ResetOptions,
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireQueue('groups reset', settings);
  const { admin } = system.bus();
  const [described] = await admin.describeGroups([group]);
  const topics = topicsToReset(group, described, options);
  if (described !== undefined && described.members.length > 0) {
    output.error(refusal(described));
    return exitCodes.notRight;
  }
  const plans = await Promise.all(
    topics.map((topic) => planReset(admin, scopeOf(group, topic, options), options.to)),
  );
  const resets = plans.flat();
  if (options.dryRun === true) {
    output.result({ group, dryRun: true, resets }, () => resetTable(group, resets));
    return exitCodes.done;
  }
  if (options.yes !== true) output.progress(resetTable(group, resets));
  const question = `Reset ${group}?`;
  if (!(await isConfirmed(question, { yes: options.yes === true, signal })))
    return unchanged(context);
  await makeResets(context, group, resets);
  output.result({ group, dryRun: false, resets }, () => resetTable(group, resets));
  return exitCodes.done;
}

/** Deletes a group without members. */
export async function deleteGroup(
  context: CommandContext,
  group: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireQueue('groups delete', settings);
  const { admin } = system.bus();
  const [described] = await admin.describeGroups([group]);
  if (described !== undefined && described.members.length > 0) {
    output.error(refusal(described));
    return exitCodes.notRight;
  }
  if (!(await isConfirmed(`Delete ${group} with its offsets?`, { yes, signal }))) {
    return unchanged(context);
  }
  await admin.deleteGroups([group]);
  output.result({ group, deleted: described !== undefined }, () =>
    described === undefined ? `there is no group ${group}` : `deleted ${group}`,
  );
  return exitCodes.done;
}

function topicsToReset(
  group: string,
  described: GroupDescription | undefined,
  { topic, partition }: ResetOptions,
): readonly string[] {
  if (topic !== undefined) return [topic];
  if (partition !== undefined) {
    throw new UsageError('foldmart groups reset: --partition needs --topic');
  }
  if (described !== undefined && described.topics.length > 0) return described.topics;
  throw new UsageError(
    `the group ${group} has no offsets (foldmart groups list shows all groups): write --topic to set its first ones`,
  );
}

function scopeOf(group: string, topic: string, { partition }: ResetOptions) {
  return { group, topic, ...(partition === undefined ? {} : { partition }) };
}

/** A reset that fails halfway says how far it came. */
async function makeResets(
  { system, output }: CommandContext,
  group: string,
  resets: readonly PlannedReset[],
): Promise<void> {
  const { admin } = system.bus();
  let made = 0;
  try {
    for (const { topic, partition, to } of resets) {
      await admin.resetOffsets(group, topic, { to: 'offset', offset: to }, partition);
      made += 1;
    }
  } catch (error) {
    if (isPortError(error) && made > 0) {
      output.error(
        `${String(made)} of ${String(resets.length)} partitions were reset before this:`,
      );
    }
    throw error;
  }
}

function refusal({ group, members }: GroupDescription): string {
  const who = members.map((member) => {
    const at = member.host === null ? '' : ` at ${member.host}`;
    return `${member.name}${at} holds ${heldBy(member)}`;
  });
  return `${group} has members, which would overwrite the change; stop them first: ${who.join('; ')}`;
}

function unchanged({ output }: CommandContext): ExitCode {
  output.progress('nothing was changed');
  return exitCodes.notRight;
}

function resetTable(group: string, resets: readonly PlannedReset[]): string {
  return plainTable(
    ['GROUP', 'TOPIC', 'PARTITION', 'FROM', 'TO'],
    resets.map(({ topic, partition, from, to }) => [group, topic, partition, from, to]),
  );
}
