import type { MemoryModule } from '@foldmart/adapters-memory';
import {
  createApp,
  loadConfiguredSettings,
  type App,
  type AppConfig,
  type SettingTexts,
} from '@foldmart/composition';
import { createWireCodec, type Deciders, type Domain } from '@foldmart/core';
import { Acknowledged, commandsOracle } from '../oracles/acknowledged.js';
import { consumedOracle } from '../oracles/consumed-oracle.js';
import { invariantOracles, type Invariant } from '../oracles/invariant.js';
import { keyOrderOracle } from '../oracles/key-order-oracle.js';
import { logOracle } from '../oracles/log-oracle.js';
import { outboxOracle } from '../oracles/outbox-oracle.js';
import { findUnfinished } from '../oracles/progress.js';
import { readModelsOracle } from '../oracles/read-models-oracle.js';
import type { ProcessContext, ProcessSpec, Running } from '../processes/process-spec.js';
import { simulatedAdapters, simulatedSettings } from '../processes/simulated-adapters.js';
import type { Behind } from '../services/services.js';
import type { Choose } from '../tape/choose.js';
import {
  sendCommands,
  type ChooseCommand,
  type SimulatedCommand,
} from './commands/command-client.js';
import { findCommands, type KnownCommand } from './commands/find-commands.js';
import type { Scene, Stage, World } from './world.js';

/** How a domain is simulated. Only the domain is needed. */
export interface DomainWorldOptions<Own extends Deciders = Deciders> {
  /** The configuration of the program: its domain, settings and modules. */
  readonly config: AppConfig<Own, never> | Pick<AppConfig<Own>, 'domain' | 'settings' | 'modules'>;
  /** Default: the domain's name. */
  readonly name?: string;
  /** Chooses each command. Default: commands and inputs that are found by trying. */
  readonly commands?: ChooseCommand;
  readonly invariants?: readonly Invariant<Own>[];
  /** Processes that run all roles of the application; default 2. */
  readonly instances?: number;
  /** Processes that send commands; default 2. */
  readonly clients?: number;
  readonly settings?: SettingTexts;
  readonly behind?: Behind;
}

/** Settings that make a small system busy: short intervals, and batches of a few messages. */
const busySettings: SettingTexts = {
  ...simulatedSettings,
  CONSUMER_BATCH_SIZE: '3',
  CONSUMER_SESSION_TIMEOUT: '6',
  CONSUMER_HEARTBEAT_INTERVAL: '2',
  CACHE_REFRESH_INTERVAL: '5',
};

/** A world of several processes that run a user's application, unchanged, and clients that send it commands. */
export function domainWorld<Own extends Deciders>(options: DomainWorldOptions<Own>): World {
  const { config, behind } = options;
  const settings = loadConfiguredSettings(
    { ...config, adapters: simulatedNames } as Pick<AppConfig, 'settings' | 'adapters'>,
    { overrides: { ...busySettings, ...options.settings }, environment: {}, envFile: null },
  );
  const { domain: given } = config;
  const domain = (typeof given === 'function' ? given(settings as never) : given) as Domain;
  const chooseCommand = options.commands ?? chooserOf(domain);
  return {
    name: options.name ?? domain.name,
    ...(behind === undefined ? {} : { behind }),
    async open(stage) {
      const modules = await modulesOf(config.modules);
      const openApp = ({ clock, random, ids, logger, connection }: ProcessContext) =>
        createApp(domain, settings, {
          clock,
          random,
          ids,
          logger,
          adapters: simulatedAdapters(connection),
          modules: { simulated: async () => modules },
        });
      return sceneOf(stage, domain, { ...options, modules, chooseCommand, openApp });
    },
  };
}

/** Adapters of this name are allowed in settings. Each process plugs in its own. */
export const simulatedNames = {
  queues: { simulated: () => Promise.reject(new Error('Each process has its own.')) },
  caches: { simulated: () => Promise.reject(new Error('Each process has its own.')) },
  databases: { simulated: () => Promise.reject(new Error('Each process has its own.')) },
};

interface SceneParts {
  readonly instances?: number;
  readonly clients?: number;
  readonly invariants?: readonly Invariant<never>[];
  readonly modules: readonly MemoryModule<unknown>[];
  readonly chooseCommand: ChooseCommand | undefined;
  readonly openApp: (context: ProcessContext) => Promise<App<Deciders>>;
}

function sceneOf(stage: Stage, domain: Domain, parts: SceneParts): Scene {
  const { instances = 2, clients = 2, invariants = [], modules, chooseCommand, openApp } = parts;
  const acknowledged = new Acknowledged();
  let serial = 0;
  const topics = domain.topics.map(({ name }) => name);
  const app = (number: number): ProcessSpec => ({
    name: `app-${String(number)}`,
    kind: 'app',
    start: async (context) => runRoles(await openApp(context)),
  });
  const client = (number: number, choose: ChooseCommand): ProcessSpec => ({
    name: `client-${String(number)}`,
    kind: 'client',
    start: async (context) => {
      const opened = await openApp(context);
      const next = (): SimulatedCommand => choose(context.choose, (serial += 1));
      return runClient(opened, sendCommands(opened, context, next, acknowledged));
    },
  });
  return {
    processes: [
      ...numbered(instances).map(app),
      ...(chooseCommand === undefined
        ? []
        : numbered(clients).map((n) => client(n, chooseCommand))),
    ],
    oracles: [
      logOracle(stage),
      commandsOracle(stage, acknowledged),
      consumedOracle(stage, domain.consumers, createWireCodec(domain.registry)),
      keyOrderOracle(stage, topics),
      ...(topics.length > 0 ? [outboxOracle(stage, domain.registry, topics)] : []),
      readModelsOracle(stage, domain, modules),
      ...invariantOracles(stage, domain, invariants as readonly Invariant[]),
    ],
    pending: () => findUnfinished(stage, domain, { hasOutbox: topics.length > 0 }),
  };
}

/** All roles of an application in one process. */
async function runRoles(app: Pick<App<Deciders>, 'start' | 'close'>): Promise<Running> {
  const roles = await app.start();
  return { ended: roles.ended, stop: () => app.close() };
}

/** A client ends when it has nothing to do any more; its process stays. */
function runClient(app: Pick<App<Deciders>, 'close'>, work: Promise<void>): Running {
  const never = new Promise<never>(() => undefined);
  return { ended: work.then(() => never), stop: () => app.close() };
}

function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function modulesOf(modules: AppConfig['modules']): Promise<readonly MemoryModule<unknown>[]> {
  return ((await modules?.['memory']?.()) ?? []) as readonly MemoryModule<unknown>[];
}

/** Undefined if the domain has no command that can be tried. */
function chooserOf(domain: Domain): ChooseCommand | undefined {
  const known = findCommands(domain.deciders);
  if (known.length === 0) return undefined;
  return (choose) => commandFrom(choose, choose.oneOf(known));
}

function commandFrom(choose: Choose, { decider, type, inputs }: KnownCommand) {
  return { decider, type, id: choose.oneOf(['a', 'b', 'c']), data: choose.oneOf(inputs) };
}
