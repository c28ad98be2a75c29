import { coloursFor, durationText } from '@foldmart/composition';
import type { CommandContext } from '../command-context.js';
import { lagTable, memberTable, type GroupLag } from '../groups/group-lag.js';
import { GroupPaces, type GroupPace } from '../groups/group-pace.js';
import { showLive } from '../live/live-view.js';
import { plainTable } from '../output.js';
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
    ...table(paceTable(paces)),
    '',
    ...table(memberTable(groups), (line) => line.includes('stands by')),
    '',
    ...table(lagTable(groups), (line) => !/ 0$/.test(line)),
  ];
}

function paceTable(paces: readonly GroupPace[]): string {
  return plainTable(
    ['GROUP', 'LAG', 'CONSUMED/S', 'PRODUCED/S', 'CAUGHT UP IN'],
    paces.map(({ group, lag, consumedPerSecond, producedPerSecond, catchUpSeconds }) => [
      group,
      lag,
      consumedPerSecond,
      producedPerSecond,
      timeLeft(lag, catchUpSeconds, consumedPerSecond),
    ]),
  );
}

/** Batches are on their way all the time: a lag of what is read in a few seconds is none. */
const keepsUpSeconds = 3;

function timeLeft(lag: number, seconds: number | null, consumed: number | null): string | null {
  if (lag === 0) return 'is current';
  if (lag <= keepsUpSeconds * (consumed ?? 0)) return 'keeps up';
  if (seconds !== null) return durationText(seconds * 1_000);
  return consumed === null ? null : 'does not shrink';
}
