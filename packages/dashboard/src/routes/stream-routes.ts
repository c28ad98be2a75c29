import {
  findRelatedEvents,
  readStreamSteps,
  type Runtime,
  type StreamSteps,
} from '@foldmart/composition';
import type { StoredEvent } from '@foldmart/core';
import * as z from 'zod';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { eventView } from '../shown/event-view.js';
import { shownValue } from '../shown/shown-value.js';
import type {
  EventPlaceView,
  StreamListView,
  StreamPartView,
  StreamStepView,
} from '../views/stream-view.js';
import { inTime } from './in-time.js';

const id = z.string().min(1).max(2_000);
const limit = z.coerce.number().int().min(1).max(200).default(50);

const listQuery = z.object({
  prefix: z.string().max(2_000).optional(),
  after: id.optional(),
  limit,
});
const partQuery = z.object({ id, from: z.coerce.number().int().min(1).default(1), limit });
const relatedQuery = z.object({ event: id });

/** `GET api/streams`, `api/streams/newest`, `api/stream` and `api/related`. */
export function addStreamRoutes(app: PageApp, { runtime, options }: PageContext): void {
  const limited = <Result>(read: Promise<Result>): Promise<Result> =>
    inTime(runtime.clock, options.readTimeoutMs, read);
  app.get('/api/streams', { schema: { querystring: listQuery } }, ({ query }) =>
    limited(listStreams(runtime, query)),
  );
  app.get('/api/streams/newest', () => limited(newestStreams(runtime)));
  app.get('/api/stream', { schema: { querystring: partQuery } }, async ({ query }) =>
    partView(query.from, await limited(readStreamSteps(runtime, query.id, query))),
  );
  app.get('/api/related', { schema: { querystring: relatedQuery } }, async ({ query }) => {
    const related = await limited(findRelatedEvents(runtime, query.event));
    return { ...related, events: related.events.map(eventView) };
  });
}

async function listStreams(
  runtime: Runtime,
  { prefix, after, limit: most }: z.output<typeof listQuery>,
): Promise<StreamListView> {
  const { events } = await runtime.inspect();
  const streams = await events.listStreams({
    limit: most + 1,
    ...(prefix === undefined ? {} : { prefix }),
    ...(after === undefined ? {} : { after }),
  });
  const page = streams.slice(0, most);
  const next = streams.length > most ? (page.at(-1)?.streamId ?? null) : null;
  const [event] =
    prefix === undefined || after !== undefined ? [] : await events.findEvents([prefix]);
  return { streams: page, next, event: event === undefined ? null : placeOf(event) };
}

const newestEvents = 500;
const mostNewest = 50;

/** The streams of the newest events, the newest first. */
async function newestStreams(runtime: Runtime): Promise<StreamListView> {
  const { events: store } = await runtime.inspect();
  const { events } = await store.readEnd(newestEvents);
  const newest = new Map<string, StreamListView['streams'][number]>();
  for (const { streamId, streamVersion: version, recordedAt } of events.toReversed()) {
    if (!newest.has(streamId)) newest.set(streamId, { streamId, version, recordedAt });
  }
  return { streams: [...newest.values()].slice(0, mostNewest), next: null, event: null };
}

function placeOf({ type, streamId, streamVersion }: StoredEvent): EventPlaceView {
  return { type, streamId, version: streamVersion };
}

/** A part with large states is cut, and the page asks for the rest when it is wanted. */
const mostStateCharacters = 2_000_000;

function partView(from: number, { before, steps, ...stream }: StreamSteps): StreamPartView {
  const shown: StreamStepView[] = [];
  let characters = 0;
  for (const { event, state, fault } of steps) {
    const step = { event: eventView(event), state: shownValue(state), fault: fault ?? null };
    characters += JSON.stringify(step).length;
    if (characters > mostStateCharacters && shown.length > 0) break;
    shown.push(step);
  }
  return { ...stream, from, before: shownValue(before), steps: shown };
}
