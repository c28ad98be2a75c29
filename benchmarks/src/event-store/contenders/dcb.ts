import { Query, SequencePosition, Tags, type AppendCommand } from '@dcb-es/event-store';
import { PostgresEventStore } from '@dcb-es/event-store-postgres';
import type { ContenderConfig } from '../../frame/row.js';
import type { ComparedStore, NewStream } from '../compared-store.js';
import { eventType } from '../plain-events.js';
import { openPool } from './bare-tables.js';

/** The store of dcb-es, on a pool of 16 connections; a stream is a tag, and its boundary the query of the tag. */
export async function openStore(config: ContenderConfig): Promise<ComparedStore> {
  const pool = await openPool(config);
  const store = new PostgresEventStore({ pool });
  await store.ensureInstalled();
  const read = async (query: Query, after?: SequencePosition, limit?: number) => {
    const options = {
      ...(after === undefined ? {} : { after }),
      ...(limit === undefined ? {} : { limit }),
    };
    const events = [];
    for await (const event of store.read(query, options)) events.push(event);
    return events;
  };
  return {
    append: (stream) => store.append(toCommand(stream)),
    appendAll: (streams) => store.append(streams.map(toCommand)),
    load: (streamId) => read(queryOf(streamId)),
    async follow(pageSize, onPage) {
      for (let after = SequencePosition.initial(); ;) {
        const page = await read(Query.all(), after, pageSize);
        const last = page.at(-1);
        if (last === undefined) return;
        onPage(page);
        after = last.position;
      }
    },
    close: () => pool.end(),
  };
}

function queryOf(streamId: string): Query {
  return Query.fromItems([{ types: [eventType], tags: Tags.fromObj({ stream: streamId }) }]);
}

function toCommand({ streamId, events }: NewStream): AppendCommand {
  const tags = Tags.fromObj({ stream: streamId });
  return {
    events: events.map(({ id, type, data }) => ({ type, tags, data, metadata: { id } })),
    condition: { failIfEventsMatch: queryOf(streamId) },
  };
}
