import { isPortError, type EventBusAdmin, type GroupDescription } from '@foldmart/core';

/** A group and all that it has not read. */
export interface GroupTotal extends GroupDescription {
  /** Over its topics; null if one of them was deleted. */
  readonly lag: number | null;
}

/** The sums over groups. */
export interface GroupTotals {
  readonly groups: number;
  readonly members: number;
  readonly lag: number;
}

/** Adds to each group what it has not read. */
export async function withTotalLag(
  admin: Pick<EventBusAdmin, 'lag'>,
  groups: readonly GroupDescription[],
): Promise<readonly GroupTotal[]> {
  return Promise.all(groups.map(async (group) => ({ ...group, lag: await lagOf(admin, group) })));
}

export function totalsOf(groups: readonly GroupTotal[]): GroupTotals {
  return {
    groups: groups.length,
    members: groups.reduce((sum, { members }) => sum + members.length, 0),
    lag: groups.reduce((sum, { lag }) => sum + (lag ?? 0), 0),
  };
}

async function lagOf(
  admin: Pick<EventBusAdmin, 'lag'>,
  { group, topics }: GroupDescription,
): Promise<number | null> {
  try {
    const lags = await Promise.all(topics.map((topic) => admin.lag(group, topic)));
    return lags.flat().reduce((sum, { lag }) => sum + lag, 0);
  } catch (error) {
    if (isPortError(error) && error.code === 'unknown-topic') return null;
    throw error;
  }
}
