import type { MemoryModule } from '@foldmart/adapters-memory';
import { loadConfiguredSettings, type AppConfig, type SettingTexts } from '@foldmart/composition';
import type { Deciders, Domain } from '@foldmart/core';
import type { Invariant } from '../oracles/invariant.js';
import { simulatedNames, simulatedSettings } from '../processes/simulated-adapters.js';
import type { Behind } from '../services/services.js';
import type { Choose } from '../tape/choose.js';
import type { ChooseCommand } from './commands/command-client.js';
import { findCommands, type KnownCommand } from './commands/find-commands.js';
import { openDomainScene, type SimulatedProgram } from './domain-scene.js';
import type { ChooseFact } from './facts/fact-producer.js';
import type { World } from './world.js';

/** The configuration of a program: its domain, settings and modules. */
export type ProgramConfig<Own extends Deciders> =
  AppConfig<Own, never> | Pick<AppConfig<Own>, 'domain' | 'settings' | 'modules'>;

/** How a domain is simulated. Only the domain is needed. */
export interface DomainWorldOptions<Own extends Deciders = Deciders> {
  readonly config: ProgramConfig<Own>;
  /**
   * The next version of the program. Processes run the version of `config` until they are upgraded, one by one, when they start; at the end
   * all are. The settings are those of `config`. What must hold is judged by this version.
   */
  readonly next?: ProgramConfig<Own>;
  /** Default: the domain's name. */
  readonly name?: string;
  /** Chooses each command. Default: commands and inputs that are found by trying. */
  readonly commands?: ChooseCommand;
  /** Chooses each event that other systems publish to the domain's topics. Default: none. */
  readonly facts?: ChooseFact;
  readonly invariants?: readonly Invariant<Own>[];
  /** Processes that run all roles of the application; default 2. */
  readonly instances?: number;
  /** Processes that send commands; default 2. */
  readonly clients?: number;
  /** Processes that publish facts; default 1 if there are any. */
  readonly producers?: number;
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

/**
 * A world of several processes that run a user's application, unchanged, and clients that send it commands.
 *
 * @throws SettingsError if a setting is wrong.
 */
export function domainWorld<Own extends Deciders>(options: DomainWorldOptions<Own>): World {
  const { config, next, behind } = options;
  const settings = loadConfiguredSettings(
    { ...config, adapters: simulatedNames } as Pick<AppConfig, 'settings' | 'adapters'>,
    { overrides: { ...busySettings, ...options.settings }, environment: {}, envFile: null },
  );
  const programOf = ({ domain, modules }: ProgramConfig<Own>): SimulatedProgram => {
    const own = (typeof domain === 'function' ? domain(settings as never) : domain) as Domain;
    return { domain: own, modules: () => modulesOf(modules), chooseCommand: chooserOf(own) };
  };
  const current = programOf(config);
  const programs = { current, next: next === undefined ? undefined : programOf(next) };
  const { name = current.domain.name, invariants = [], ...parts } = options;
  return {
    name,
    ...(behind === undefined ? {} : { behind }),
    open: (stage) =>
      openDomainScene(stage, {
        ...parts,
        settings,
        programs,
        invariants: invariants as readonly Invariant[],
      }),
  };
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
