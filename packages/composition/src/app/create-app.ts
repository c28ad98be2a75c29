import {
  createSubject,
  type AnyDecider,
  type Deciders,
  type Domain,
  type HandleOptions,
  type LogPosition,
  type NamedDecider,
  type ReadModelStore,
  type Subject,
} from '@foldmart/core';
import {
  catchUpProjections,
  startRoles,
  type FindSubject,
  type RunningRoles,
  type StartRequest,
} from '../roles/index.js';
import { createRuntime, type Runtime, type RuntimeOptions } from '../runtime/index.js';
import {
  loadSettings,
  type Settings,
  type SettingTexts,
  type SettingValues,
} from '../settings/index.js';
import { adapterNames } from '../adapters/index.js';
import { traceSubject } from '../telemetry/index.js';
import type { App } from './app.js';
import { createFactPublisher } from './publish-facts.js';
import { waitFor, type WaitOptions } from './wait-for.js';

/**
 * Puts a domain on the transports that the settings name. Nothing is connected before its first use. `settings` are
 * loaded settings, or texts that take precedence over the environment.
 *
 * @throws SettingsError if a setting is wrong, or needs a package that is not installed.
 * @throws RangeError if a decider has the name of one of the application's own methods.
 * @example
 * const app = await createApp(defineDomain({ name: 'counters', deciders: { counter } }));
 * await app.counter('c1').increment(2);
 * await app.close();
 */
export async function createApp<
  const Own extends Deciders,
  Values extends SettingValues = SettingValues,
>(
  domain: Domain<Own>,
  settings: Settings<Values> | SettingTexts = {},
  options: RuntimeOptions = {},
): Promise<App<Own, Values>> {
  const loaded = isLoaded(settings) ? settings : load(settings, options);
  const runtime = await createRuntime(domain, loaded, options);
  const running: RunningRoles[] = [];
  const findSubject = subjectFinder(runtime);
  const subjectOf = (name: string, id: string): Subject<AnyDecider> =>
    tracedSubject(runtime, { name, decider: deciderNamed(domain, name) }, id);
  const base = {
    ...runtime,
    handle: async (name: string, id: string, command: AnyCommand, given?: HandleOptions) =>
      commandOf(subjectOf(name, id), command)(command.data, given),
    rows: rowsOf(runtime),
    publish: createFactPublisher(runtime),
    async start(request?: StartRequest) {
      const started = await startRoles(runtime, findSubject, request);
      running.push(started);
      return started;
    },
    waitFor: (position: LogPosition | undefined, waiting?: WaitOptions) =>
      waitFor(runtime, position, waiting),
    catchUp: () => catchUpProjections(runtime),
    async close() {
      await Promise.allSettled(running.map((roles) => roles.stop()));
      await runtime.close();
    },
  };
  return { ...base, ...accessors(domain.deciders, subjectOf, Object.keys(base)) } as unknown as App<
    Own,
    Values
  >;
}

interface AnyCommand {
  readonly type: string;
  readonly data?: unknown;
}

type Send = (input: unknown, options?: HandleOptions) => Promise<unknown>;

function isLoaded<Values extends SettingValues>(
  settings: Settings<Values> | SettingTexts,
): settings is Settings<Values> {
  return typeof settings['values' as keyof typeof settings] === 'object';
}

function load<Values extends SettingValues>(
  overrides: SettingTexts,
  { adapters }: RuntimeOptions,
): Settings<Values> {
  return loadSettings({ overrides, adapters: adapterNames(adapters) }) as Settings<Values>;
}

/** Subscriptions name deciders by themselves; the domain knows their names. */
function subjectFinder(runtime: Runtime): FindSubject {
  return (decider, id) => {
    const found = Object.entries(runtime.domain.deciders).find(([, own]) => own === decider);
    if (found === undefined) throw new RangeError('The decider does not belong to this domain.');
    return tracedSubject(runtime, { name: found[0], decider }, id);
  };
}

function tracedSubject<Decider extends AnyDecider>(
  runtime: Runtime,
  named: NamedDecider<Decider>,
  id: string,
): Subject<Decider> {
  const subject = createSubject(named, id, () => commandParts(runtime));
  return traceSubject(subject, named, runtime.telemetry.tracer);
}

function deciderNamed({ deciders }: Domain, name: string): AnyDecider {
  const decider = Object.hasOwn(deciders, name) ? deciders[name] : undefined;
  if (decider === undefined) throw new RangeError(`There is no decider ${name}.`);
  return decider;
}

async function commandParts(runtime: Runtime) {
  const { events: store, snapshots } = await runtime.database();
  const { registry, clock, ids, logger } = runtime;
  return { store, snapshots, registry, clock, ids, logger };
}

function commandOf(subject: Subject<AnyDecider>, { type }: AnyCommand): Send {
  const send = Object.hasOwn(subject, type) ? (subject[type] as unknown) : undefined;
  if (typeof send !== 'function') throw new RangeError(`There is no command ${type}.`);
  return send as Send;
}

function rowsOf(runtime: Runtime): ReadModelStore {
  const store = async (): Promise<ReadModelStore> => (await runtime.database()).readModels;
  return {
    get: async (model, key) => (await store()).get(model, key),
    count: async (model) => (await store()).count(model),
    scan: async (model, range) => (await store()).scan(model, range),
    find: async (model, query) => (await store()).find(model, query),
  };
}

function accessors(
  deciders: Deciders,
  subjectOf: (name: string, id: string) => Subject<AnyDecider>,
  taken: readonly string[],
): Readonly<Record<string, (id: string) => Subject<AnyDecider>>> {
  const names = Object.keys(deciders);
  const clash = names.find((name) => taken.includes(name) || name === 'then');
  if (clash !== undefined) {
    throw new RangeError(`A decider cannot be named ${clash}: the application has that name.`);
  }
  return Object.fromEntries(names.map((name) => [name, (id: string) => subjectOf(name, id)]));
}
