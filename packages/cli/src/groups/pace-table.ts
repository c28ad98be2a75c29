import { durationText, type GroupPace } from '@foldmart/composition';
import type { GroupDescription } from '@foldmart/core';
import { plainTable } from '../output.js';

/** Batches are on their way all the time: a lag of what is read in a few seconds is none. */
const keepsUpSeconds = 3;

/** The table of members, lag and rates of groups, with the time that each needs to catch up. */
export function paceTable(
  groups: readonly GroupDescription[],
  paces: readonly GroupPace[],
): string {
  return plainTable(
    ['GROUP', 'MEMBERS', 'LAG', 'CONSUMED/S', 'PRODUCED/S', 'CAUGHT UP IN'],
    paces.map((pace, index) => [
      pace.group,
      groups[index]?.members.length ?? 0,
      pace.lag,
      pace.consumedPerSecond,
      pace.producedPerSecond,
      timeLeft(pace),
    ]),
  );
}

function timeLeft({ lag, catchUpSeconds, consumedPerSecond }: GroupPace): string | null {
  if (lag === 0) return 'is current';
  if (lag <= keepsUpSeconds * (consumedPerSecond ?? 0)) return 'keeps up';
  if (catchUpSeconds !== null) return durationText(catchUpSeconds * 1_000);
  return consumedPerSecond === null ? null : 'does not shrink';
}
