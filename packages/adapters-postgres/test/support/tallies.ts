import type { EventEnvelope, Projection, ReadModelWrite } from '@foldmart/core';
import type { PostgresDatabase } from '../../src/index.js';

/** How often each event was projected: anything but once is a fault. */
export const followedModel = {
  name: 'followed_events',
  key: ['event_id'],
  columns: { event_id: 'text', times: 'integer' },
} as const;

/** The same, in the transaction of the append. */
export const inlineModel = { ...followedModel, name: 'inline_events' } as const;

/** Counts each event as it follows the log. */
export const following = tally('following', 'async', followedModel);

/** Counts each event as it is appended. */
export const inline = tally('counting_inline', 'inline', inlineModel);

/** Runs the next step of {@link following}; returns the number of projected events. */
export async function follow(
  { events, projections }: Pick<PostgresDatabase, 'events' | 'projections'>,
  limit: number,
): Promise<number> {
  const from = await projections.checkpoint(following);
  const page = await events.readAll({ limit, ...(from === undefined ? {} : { after: from }) });
  if (page.events.length === 0 || page.next === undefined) return 0;
  const writes = page.events.flatMap((event) => following.project(event));
  const isTaken = await projections.advance({ projection: following, from, to: page.next, writes });
  if (!isTaken) throw new Error('Another process has moved the projection.');
  return page.events.length;
}

function tally(
  name: string,
  mode: Projection['mode'],
  model: Projection['models'][0] & object,
): Projection {
  return {
    name,
    version: 1,
    mode,
    models: [model],
    handles: ['noted'],
    project: ({ id }: EventEnvelope): readonly ReadModelWrite[] => [
      { op: 'accumulate', model: model.name, key: { event_id: id }, add: { times: 1 } },
    ],
  };
}
