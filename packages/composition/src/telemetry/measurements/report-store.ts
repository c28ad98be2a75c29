import type { Clock, Database, LogPosition, Meter, Projection } from '@foldmart/core';
import { metricDefinitions } from '../metrics/metric-definitions.js';
import { SeldomReading } from './seldom-reading.js';

/**
 * Reports what a database holds whenever metrics are read, if this process has opened one. The numbers of events that wait
 * may be those of an earlier reading.
 */
export function reportStore(
  meter: Meter,
  opened: () => Database | undefined,
  { projections, clock }: { readonly projections: readonly Projection[]; readonly clock: Clock },
): void {
  const reports = {
    projections: reportProjections(meter, projections, clock),
    subscriptions: reportSubscriptions(meter, clock),
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

function reportProjections(meter: Meter, known: readonly Projection[], clock: Clock): Report {
  const behind = meter.gauge(metricDefinitions.projectionBehind);
  const parked = meter.gauge(metricDefinitions.projectionParked);
  const asynchronous = new Set(
    known.filter(({ mode }) => mode === 'async').map(({ name }) => name),
  );
  const statesOf = async ({ projections }: Database) =>
    (await projections.states()).filter(({ name }) => asynchronous.has(name));
  const counted = new SeldomReading(clock, async (database: Database) =>
    backlogsOf(database, await statesOf(database)),
  );
  return async (database) => {
    const [states, backlogs] = await Promise.all([statesOf(database), counted.of(database)]);
    behind.clear();
    parked.clear();
    for (const [projection, events] of backlogs) behind.set({ projection }, events);
    for (const { name, parked: failure } of states) {
      parked.set({ projection: name }, failure === undefined ? 0 : 1);
    }
  };
}

function reportSubscriptions(meter: Meter, clock: Clock): Report {
  const behind = meter.gauge(metricDefinitions.subscriptionBehind);
  const counted = new SeldomReading(clock, async (database: Database) => {
    const states = await database.checkpoints.list();
    const followers = states.map(({ subscription: name, position }) => ({ name, position }));
    return backlogsOf(database, followers);
  });
  return async (database) => {
    const backlogs = await counted.of(database);
    behind.clear();
    for (const [subscription, events] of backlogs) behind.set({ subscription }, events);
  };
}

/** By name: how many events wait. */
async function backlogsOf(
  { events }: Database,
  followers: readonly { readonly name: string; readonly position: LogPosition | undefined }[],
): Promise<readonly (readonly [string, number])[]> {
  return Promise.all(
    followers.map(async ({ name, position }) => {
      const backlog = await events.backlog(position);
      return [name, backlog.events] as const;
    }),
  );
}

function reportDeadLetters(meter: Meter): Report {
  const waiting = meter.gauge(metricDefinitions.deadLetters);
  return async ({ deadLetters }) => waiting.set({}, await deadLetters.count({ status: 'waiting' }));
}

function reportBlocker(meter: Meter): Report {
  const age = meter.gauge(metricDefinitions.blockerAge);
  return async ({ events }) => age.set({}, ((await events.blocker())?.ageMs ?? 0) / 1_000);
}
