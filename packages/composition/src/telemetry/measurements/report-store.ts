import type { Database, LogPosition, Meter, Projection } from '@foldmart/core';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** Reports what a database holds whenever metrics are read, if this process has opened one. */
export function reportStore(
  meter: Meter,
  opened: () => Database | undefined,
  projections: readonly Projection[],
): void {
  const reports = {
    projections: reportProjections(meter, projections),
    subscriptions: reportSubscriptions(meter),
    'dead-letters': reportDeadLetters(meter),
    blocker: reportBlocker(meter),
  };
  for (const [name, report] of Object.entries(reports)) {
    meter.beforeRead(name, async () => {
      const database = opened();
      if (database !== undefined) await report(database);
    });
  }
}

type Report = (database: Database) => Promise<void>;

function reportProjections(meter: Meter, known: readonly Projection[]): Report {
  const behind = meter.gauge(metricDefinitions.projectionBehind);
  const parked = meter.gauge(metricDefinitions.projectionParked);
  const asynchronous = new Set(
    known.filter(({ mode }) => mode === 'async').map(({ name }) => name),
  );
  return async ({ projections, events }) => {
    const states = (await projections.states()).filter(({ name }) => asynchronous.has(name));
    const backlogs = await backlogsOf(events, states);
    behind.clear();
    parked.clear();
    states.forEach(({ name, parked: failure }, index) => {
      behind.set({ projection: name }, backlogs[index] ?? 0);
      parked.set({ projection: name }, failure === undefined ? 0 : 1);
    });
  };
}

function reportSubscriptions(meter: Meter): Report {
  const behind = meter.gauge(metricDefinitions.subscriptionBehind);
  return async ({ checkpoints, events }) => {
    const states = await checkpoints.list();
    const backlogs = await backlogsOf(events, states);
    behind.clear();
    states.forEach(({ subscription }, index) => {
      behind.set({ subscription }, backlogs[index] ?? 0);
    });
  };
}

async function backlogsOf(
  events: Database['events'],
  followers: readonly { readonly position: LogPosition | undefined }[],
): Promise<readonly number[]> {
  const backlogs = await Promise.all(followers.map(({ position }) => events.backlog(position)));
  return backlogs.map((backlog) => backlog.events);
}

function reportDeadLetters(meter: Meter): Report {
  const waiting = meter.gauge(metricDefinitions.deadLetters);
  return async ({ deadLetters }) => waiting.set({}, await deadLetters.count({ status: 'waiting' }));
}

function reportBlocker(meter: Meter): Report {
  const age = meter.gauge(metricDefinitions.blockerAge);
  return async ({ events }) => age.set({}, ((await events.blocker())?.ageMs ?? 0) / 1_000);
}
