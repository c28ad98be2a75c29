import { coloursFor, GroupPaces, type GroupLag, type GroupPace } from '@foldmart/composition';
import type { CommandContext } from '../command-context.js';
import { lagTable, memberTable } from '../groups/group-tables.js';
import { paceTable } from '../groups/pace-table.js';
import { showLive } from '../live/live-view.js';
import { clockTime } from '../progress-lines.js';

interface Sample {
  readonly groups: readonly GroupLag[];
  readonly paces: readonly GroupPace[];
  readonly atMs: number;
}

/** `foldmart groups show --watch`: members, pace and lag, again at every interval. */
export async function watchGroups(
  context: CommandContext,
  intervalMs: number,
  read: () => Promise<readonly GroupLag[]>,
): Promise<void> {
  const { clock } = context.system;
  const paces = new GroupPaces();
  await showLive<Sample>(context, {
    intervalMs,
    sample: async () => {
      const groups = await read();
      return { groups, paces: paces.read(groups, clock.monotonic()), atMs: clock.now() };
    },
    data: ({ groups, paces: measured, atMs }) => ({
      time: new Date(atMs).toISOString(),
      groups: groups.map((group, index) => ({ ...group, ...measured[index] })),
    }),
    describe: (sample) => describe(sample, intervalMs),
  });
}

function describe({ groups, paces, atMs }: Sample, intervalMs: number): readonly string[] {
  const { bold, dim, yellow } = coloursFor(process.stdout);
  const head = `${bold('consumer groups')} ${dim(`at ${clockTime(atMs)}, every ${String(intervalMs / 1_000)} s (Ctrl+C ends)`)}`;
  if (groups.length === 0) return [head, '', 'no groups yet: no consumer has joined'];
  const table = (text: string, isMarked: (line: string) => boolean = () => false): string[] =>
    text.split('\n').map((line, index) => {
      if (index === 0) return bold(line);
      return isMarked(line) ? yellow(line) : line;
    });
  return [
    head,
    '',
    ...table(paceTable(groups, paces)),
    '',
    ...table(memberTable(groups), (line) => line.includes('stands by')),
    '',
    ...table(lagTable(groups), (line) => !line.endsWith(' 0')),
  ];
}
