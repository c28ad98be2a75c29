import {
  createWireCodec,
  WakeUps,
  withTopicPrefix,
  withUpcasting,
  type Database,
  type Domain,
  type EntityCache,
  type EventBus,
  type StoreModule,
  type Telemetry,
} from '@foldmart/core';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import { openPayloads } from '../bodies/index.js';
import { joined, openLogs, withoutFields, type Logs } from '../logging/index.js';
import {
  Outages,
  watchBus,
  watchCall,
  watchDatabase,
  watchPort,
  withoutOutageDetails,
} from '../outages/index.js';
import { Watchdog } from '../progress/index.js';
import { loadAdapters, type Adapters, type DatabaseUse } from '../adapters/index.js';
import type { LoadedAdapters } from '../adapters/adapter.js';
import type { SettingValues } from '../settings/read-values.js';
import type { Settings } from '../settings/settings.js';
import { Components, token } from './container.js';
import { Lifecycle } from './lifecycle.js';
import { openOnce } from './open-once.js';
import { withKindPrefix } from './prefixed-cache.js';
import type { RuntimeDependencies } from './runtime-dependencies.js';
import { openRuntimeTelemetry, type RuntimeTelemetry } from './runtime-telemetry.js';
import type { Runtime } from './runtime.js';

/** Optional parts of a runtime, in addition to its settings. */
export interface RuntimeOptions extends Partial<RuntimeDependencies> {
  /** Additional adapters, by their names in the settings. */
  readonly adapters?: Adapters;
  /** Tables and ports that the domain adds to a database, by DB_TYPE. Loaded with its adapter. */
  readonly modules?: Readonly<Record<string, () => Promise<readonly StoreModule<unknown>[]>>>;
  /** Takes metrics and traces, instead of what METRICS, METRICS_PORT and TRACING ask for. */
  readonly telemetry?: Telemetry;
}

const busToken = token<EventBus>('queue');
const promptBusToken = token<EventBus>('prompt queue');
const cacheToken = token<EntityCache>('cache');
const databaseToken = token<() => Promise<Database>>('database');
const inspectedToken = token<() => Promise<Database>>('database for looking');

/** Loads the adapters that the settings name and assembles the parts. Nothing is connected yet. */
export async function createRuntime<Values extends SettingValues>(
  domain: Domain,
  settings: Settings<Values>,
  options: RuntimeOptions = {},
): Promise<Runtime<Values>> {
  const { adapters: plugged, modules: modulesOf = {}, telemetry: ownTelemetry, ...given } = options;
  const adapters = await loadAdapters(settings, plugged);
  const modules = (await modulesOf[settings.databaseType]?.()) ?? [];
  const { outages, logs, ...dependencies } = systemDependencies(settings, given);
  const own = withTopicPrefix(domain, settings.values.TOPIC_PREFIX);
  const projections = withUpcasting(own.registry, own.projections);
  const watchdog = new Watchdog({
    ...dependencies,
    limitMs: settings.values.PROGRESS_TIMEOUT,
    isOutage: () => outages.open().length > 0,
  });
  const lifecycle = new Lifecycle(dependencies, () => watchdog.isHopeless);
  lifecycle.add('logs', async () => logs?.close());
  lifecycle.add('outages', async () => outages.close());
  const cachedKinds = own.cached.map(({ kind }) => kind);
  const content = { projections, cachedKinds, modules };
  const wakeUps = new WakeUps();
  const watched = { ...dependencies, outages, watchdog };
  const measured = await openRuntimeTelemetry(settings, watched, own, {
    given: ownTelemetry,
    lifecycle,
  });
  const shared = { ...watched, measured };
  const parts = provideParts(settings, shared, adapters, content, lifecycle);
  const { database } = adapters;
  const bodies = await openPayloads(settings, own, dependencies);
  return {
    ...dependencies,
    telemetry: measured.telemetry,
    metrics: measured.metrics,
    serveMetrics: measured.serveMetrics,
    outages,
    watchdog,
    logFile: logs,
    settings,
    domain: own,
    registry: own.registry,
    codec: createWireCodec(own.registry, {
      timeOffset: settings.values.WIRE_TIME_OFFSET,
      payloads: bodies?.payloads,
    }),
    bodies,
    projections,
    bus: () => parts.get(busToken),
    promptBus: () => parts.get(promptBusToken),
    cache: () => parts.get(cacheToken),
    database: () => parts.get(databaseToken)(),
    inspect: () => parts.get(database.isInProcess ? databaseToken : inspectedToken)(),
    probeDatabase: database.probe === undefined ? undefined : () => probe(database, settings),
    query: sqlOf(settings, outages, database.query?.bind(database)),
    ask: sqlOf(settings, outages, database.ask?.bind(database)),
    wakeUps,
    close: () => lifecycle.close(),
  };
}

/** A call of the database that its outages are told about. */
function sqlOf<Statement, Result>(
  settings: Settings,
  { database: watch }: Outages,
  call: ((settings: Settings, statement: Statement) => Promise<Result>) | undefined,
): ((statement: Statement) => Promise<Result>) | undefined {
  if (call === undefined) return undefined;
  return (statement) => {
    const asked = call(settings, statement);
    return watch === undefined ? asked : watchCall(asked, watch);
  };
}

async function probe(
  adapter: LoadedAdapters['database'],
  settings: Settings,
): Promise<{ readonly schemaVersion: number }> {
  return (await adapter.probe?.(settings)) ?? { schemaVersion: 0 };
}

interface Foundation extends RuntimeDependencies {
  readonly outages: Outages;
  readonly logs: Logs['file'];
}

/** A logger that is given gets everything. On a terminal, outages have a line of their own, and their details none. */
function systemDependencies(settings: Settings, given: Partial<RuntimeDependencies>): Foundation {
  const { clock = systemClock, random = systemRandom, ids = systemIds } = given;
  if (given.logger !== undefined) {
    const { logger } = given;
    return {
      clock,
      random,
      ids,
      logger,
      outages: new Outages(settings, { clock, logger }),
      logs: undefined,
    };
  }
  const { shown, isReadable, file } = openLogs(settings, clock);
  const told = joined(isReadable ? withoutFields(shown) : shown, file);
  const outages = new Outages(settings, { clock, logger: told });
  const quiet = isReadable ? withoutOutageDetails(shown, outages) : shown;
  return { clock, random, ids, logger: joined(quiet, file), outages, logs: file };
}

interface Shared extends RuntimeDependencies {
  readonly outages: Outages;
  readonly measured: RuntimeTelemetry;
}

function provideParts(
  settings: Settings,
  { outages, measured, ...dependencies }: Shared,
  { queue, cache, database }: LoadedAdapters,
  content: Omit<DatabaseUse, 'access'>,
  lifecycle: Lifecycle,
): Components {
  const components = new Components();
  const kept = <Part extends { close(): Promise<void> }>(name: string, part: Part): Part => {
    lifecycle.add(name, () => part.close());
    return part;
  };
  const { clock } = dependencies;
  const watched = (bus: EventBus): EventBus =>
    measured.bus(outages.queue === undefined ? bus : watchBus(bus, outages.queue, clock));
  const watchedCache = (opened: EntityCache): EntityCache =>
    outages.cache === undefined ? opened : watchPort(opened, outages.cache);
  components.provide(busToken, () =>
    watched(kept('queue', queue.open(settings, dependencies, { isPrompt: false }))),
  );
  components.provide(promptBusToken, () =>
    watched(kept('prompt queue', queue.open(settings, dependencies, { isPrompt: true }))),
  );
  components.provide(cacheToken, () =>
    withKindPrefix(
      watchedCache(kept('cache', cache.open(settings, dependencies))),
      settings.values.CACHE_PREFIX,
    ),
  );
  const opening = (access: DatabaseUse['access']) => (): (() => Promise<Database>) =>
    openOnce(async () => {
      const open = database.open(settings, dependencies, { ...content, access });
      const { database: watch } = outages;
      const opened =
        watch === undefined
          ? kept('database', await open)
          : watchDatabase(kept('database', await watchCall(open, watch)), watch);
      return measured.database(opened);
    });
  components.provide(databaseToken, opening('write'));
  components.provide(inspectedToken, opening('read'));
  return components;
}
