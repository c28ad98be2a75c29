import {
  createWireCodec,
  withTopicPrefix,
  withUpcasting,
  type Database,
  type Domain,
  type EntityCache,
  type EventBus,
  type StoreModule,
} from '@foldmart/core';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import { loadAdapters, type Adapters, type DatabaseUse } from '../adapters/index.js';
import type { LoadedAdapters } from '../adapters/adapter.js';
import type { SettingValues } from '../settings/read-values.js';
import type { Settings } from '../settings/settings.js';
import { Components, token } from './container.js';
import { Lifecycle } from './lifecycle.js';
import { createPinoLogger } from './pino-logger.js';
import { openOnce } from './open-once.js';
import { withKindPrefix } from './prefixed-cache.js';
import type { RuntimeDependencies } from './runtime-dependencies.js';
import type { Runtime } from './runtime.js';

/** Optional parts of a runtime, in addition to its settings. */
export interface RuntimeOptions extends Partial<RuntimeDependencies> {
  /** Additional adapters, by their names in the settings. */
  readonly adapters?: Adapters;
  /** Tables and ports that the domain adds to a database, by DB_TYPE. Loaded with its adapter. */
  readonly modules?: Readonly<Record<string, () => Promise<readonly StoreModule<unknown>[]>>>;
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
  const { adapters: plugged, modules: modulesOf = {}, ...given } = options;
  const adapters = await loadAdapters(settings, plugged);
  const modules = (await modulesOf[settings.databaseType]?.()) ?? [];
  const dependencies = { ...systemDependencies(settings), ...given };
  const own = withTopicPrefix(domain, settings.values.TOPIC_PREFIX);
  const projections = withUpcasting(own.registry, own.projections);
  const lifecycle = new Lifecycle(dependencies.logger);
  const cachedKinds = own.cached.map(({ kind }) => kind);
  const content = { projections, cachedKinds, modules };
  const parts = provideParts(settings, dependencies, adapters, content, lifecycle);
  const { database } = adapters;
  return {
    ...dependencies,
    settings,
    domain: own,
    registry: own.registry,
    codec: createWireCodec(own.registry, { timeOffset: settings.values.WIRE_TIME_OFFSET }),
    projections,
    bus: () => parts.get(busToken),
    promptBus: () => parts.get(promptBusToken),
    cache: () => parts.get(cacheToken),
    database: () => parts.get(databaseToken)(),
    inspect: () => parts.get(database.isInProcess ? databaseToken : inspectedToken)(),
    probeDatabase: database.probe === undefined ? undefined : () => probe(database, settings),
    close: () => lifecycle.close(),
  };
}

async function probe(
  adapter: LoadedAdapters['database'],
  settings: Settings,
): Promise<{ readonly schemaVersion: number }> {
  return (await adapter.probe?.(settings)) ?? { schemaVersion: 0 };
}

function systemDependencies({ values }: Settings): RuntimeDependencies {
  return {
    clock: systemClock,
    random: systemRandom,
    ids: systemIds,
    logger: createPinoLogger(values.LOG_LEVEL),
  };
}

function provideParts(
  settings: Settings,
  dependencies: RuntimeDependencies,
  { queue, cache, database }: LoadedAdapters,
  content: Omit<DatabaseUse, 'access'>,
  lifecycle: Lifecycle,
): Components {
  const components = new Components();
  const kept = <Part extends { close(): Promise<void> }>(name: string, part: Part): Part => {
    lifecycle.add(name, () => part.close());
    return part;
  };
  components.provide(busToken, () =>
    kept('queue', queue.open(settings, dependencies, { isPrompt: false })),
  );
  components.provide(promptBusToken, () =>
    kept('prompt queue', queue.open(settings, dependencies, { isPrompt: true })),
  );
  components.provide(cacheToken, () =>
    withKindPrefix(kept('cache', cache.open(settings, dependencies)), settings.values.CACHE_PREFIX),
  );
  const opening = (access: DatabaseUse['access']) => (): (() => Promise<Database>) =>
    openOnce(async () =>
      kept('database', await database.open(settings, dependencies, { ...content, access })),
    );
  components.provide(databaseToken, opening('write'));
  components.provide(inspectedToken, opening('read'));
  return components;
}
