import type { Clock, Database, Domain, EventBus, GroupOnTopic, Telemetry } from '@foldmart/core';
import type { Outages } from '../outages/index.js';
import type { Watchdog } from '../progress/index.js';
import type { Settings } from '../settings/settings.js';
import {
  isMeasured,
  measureBus,
  measureDatabase,
  openTelemetry,
  reportLag,
  reportOutages,
  reportProcess,
  reportProgress,
  reportStore,
  serveMetrics,
  type MetricsText,
} from '../telemetry/index.js';
import type { Lifecycle } from './lifecycle.js';
import { openOnce } from './open-once.js';
import type { RuntimeDependencies } from './runtime-dependencies.js';

/** The telemetry of a runtime, and what it measures of the parts that are opened. */
export interface RuntimeTelemetry {
  readonly telemetry: Telemetry;
  readonly metrics: MetricsText | undefined;
  readonly serveMetrics: () => Promise<void>;
  readonly bus: (opened: EventBus) => EventBus;
  readonly database: (opened: Database) => Database;
}

/** Opens the telemetry that the settings ask for, unless one is given. */
export async function openRuntimeTelemetry(
  settings: Settings,
  dependencies: RuntimeDependencies & { readonly outages: Outages; readonly watchdog: Watchdog },
  domain: Domain,
  { given, lifecycle }: { readonly given: Telemetry | undefined; readonly lifecycle: Lifecycle },
): Promise<RuntimeTelemetry> {
  const { clock, logger, outages, watchdog } = dependencies;
  const { telemetry, metrics } =
    given === undefined
      ? await openTelemetry(settings, clock)
      : { telemetry: given, metrics: undefined };
  if (telemetry.meter.isEnabled) {
    reportProgress(telemetry.meter, watchdog);
    const stop = reportProcess(telemetry.meter);
    lifecycle.add('process metrics', async () => stop());
  }
  const serve = openOnce(async () => {
    const { METRICS_HOST: host, METRICS_PORT: port } = settings.values;
    if (metrics === undefined || port === undefined) return;
    const server = await serveMetrics(metrics, { host, port });
    lifecycle.add('metrics', () => server.close());
    logger.info('metrics are served', { address: server.address });
  });
  return {
    telemetry,
    metrics,
    serveMetrics: serve,
    ...measured(settings, telemetry, { clock, outages, domain }),
  };
}

/** Without telemetry, ports stay as they are. */
function measured(
  settings: Settings,
  telemetry: Telemetry,
  {
    clock,
    outages,
    domain,
  }: { readonly clock: Clock; readonly outages: Outages; readonly domain: Domain },
): Pick<RuntimeTelemetry, 'bus' | 'database'> {
  if (!isMeasured(telemetry)) return { bus: (bus) => bus, database: (database) => database };
  const measuring = { telemetry, clock };
  const groups = new Map<string, GroupOnTopic>(
    domain.consumers.map((consumer) => [routeOf(consumer), consumer]),
  );
  const noteGroup = (route: GroupOnTopic): void => void groups.set(routeOf(route), route);
  let lastBus: EventBus | undefined;
  let lastDatabase: Database | undefined;
  const groupsNow = () => [...groups.values()];
  reportLag(telemetry.meter, () => lastBus, groupsNow);
  const { projections } = domain;
  reportStore(telemetry.meter, () => lastDatabase, { projections, clock });
  reportOutages(telemetry.meter, outages);
  return {
    bus(opened) {
      lastBus = opened;
      return measureBus(opened, measuring, {
        system: settings.queueType,
        onSubscribe: ({ group, topic }) => noteGroup({ group, topic }),
      });
    },
    database(opened) {
      lastDatabase = opened;
      return measureDatabase(opened, measuring, namedDatabase(settings));
    },
  };
}

function routeOf({ group, topic }: GroupOnTopic): string {
  return `${group} ${topic}`;
}

function namedDatabase({ databaseType, values }: Settings) {
  if (databaseType !== 'postgres') return { system: databaseType, namespace: undefined };
  const { DATABASE_URL: url, POSTGRES_DB: name } = values;
  const named = url === undefined ? name : decodeURIComponent(new URL(url).pathname.slice(1));
  return { system: 'postgresql', namespace: named === '' ? undefined : named };
}
