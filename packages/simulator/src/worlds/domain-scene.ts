import type { MemoryModule } from '@foldmart/adapters-memory';
import { cacheSelections, createApp, type App, type Settings } from '@foldmart/composition';
import { createWireCodec, type Deciders, type Domain } from '@foldmart/core';
import { Acknowledged, commandsOracle } from '../oracles/acknowledged.js';
import { consumedOracle } from '../oracles/consumed-oracle.js';
import { invariantOracles, type Invariant } from '../oracles/invariant.js';
import { keyOrderOracle } from '../oracles/key-order-oracle.js';
import { logOracle } from '../oracles/log-oracle.js';
import type { Oracle } from '../oracles/oracle.js';
import { outboxOracle } from '../oracles/outbox-oracle.js';
import { findUnfinished, findWaitingLetter } from '../oracles/progress.js';
import { publishedOracle } from '../oracles/published-oracle.js';
import { readModelsOracle } from '../oracles/read-models-oracle.js';
import { starvationOracle } from '../oracles/starvation-oracle.js';
import type { ProcessContext, ProcessSpec, Running } from '../processes/process-spec.js';
import { simulatedAdapters } from '../processes/simulated-adapters.js';
import { sendCommands, type ChooseCommand } from './commands/command-client.js';
import { publishFacts, type ChooseFact } from './facts/fact-producer.js';
import { Programs, type Program } from './versions/programs.js';
import { operateUpgrade } from './versions/upgrade-operator.js';
import type { Scene, Stage } from './world.js';

/** One version of the application. */
export interface SimulatedProgram {
  readonly domain: Domain;
  readonly modules: () => Promise<readonly MemoryModule<unknown>[]>;
  /** Undefined if no command of it can be tried. */
  readonly chooseCommand: ChooseCommand | undefined;
}

/** What runs, and what must hold. */
export interface DomainSceneOptions {
  readonly settings: Settings;
  readonly programs: Readonly<{ current: SimulatedProgram; next: SimulatedProgram | undefined }>;
  readonly commands?: ChooseCommand;
  readonly facts?: ChooseFact;
  readonly invariants: readonly Invariant[];
  readonly instances?: number;
  readonly clients?: number;
  readonly producers?: number;
}

/** Opens a run of processes of an application. */
export async function openDomainScene(stage: Stage, options: DomainSceneOptions): Promise<Scene> {
  const { programs } = options;
  const { domain, modules } = programs.next ?? programs.current;
  const [acknowledged, published] = [new Acknowledged(), new Acknowledged()];
  const former = programs.next === undefined ? undefined : programs.current.domain;
  const topics = domain.topics.map(({ name }) => name);
  return {
    processes: new DomainProcesses(options, { acknowledged, published }).all(),
    oracles: [
      ...messageOracles(stage, domain, topics),
      commandsOracle(stage, acknowledged),
      publishedOracle(stage, published.all),
      starvationOracle(stage, cacheSelections({ settings: options.settings, domain })),
      readModelsOracle(stage, domain, { modules: await modules(), former }),
      ...invariantOracles(stage, domain, options.invariants),
    ],
    pending: () =>
      findUnfinished(stage, domain, { hasOutbox: topics.length > 0 }) ??
      (former === undefined ? undefined : findWaitingLetter(stage)),
  };
}

function messageOracles(
  stage: Stage,
  domain: Domain,
  topics: readonly string[],
): readonly Oracle[] {
  return [
    logOracle(stage),
    consumedOracle(stage, domain.consumers, createWireCodec(domain.registry)),
    keyOrderOracle(stage, topics),
    ...(topics.length > 0 ? [outboxOracle(stage, domain.registry, topics)] : []),
  ];
}

interface Journals {
  readonly acknowledged: Acknowledged;
  readonly published: Acknowledged;
}

type Work = (app: App<Deciders>, context: ProcessContext, program: Program) => Promise<unknown>;

/** The processes of an application, each of which runs one of its versions. */
class DomainProcesses {
  readonly #options: DomainSceneOptions;
  readonly #journals: Journals;
  readonly #versions: Programs;
  #serial = 0;

  constructor(options: DomainSceneOptions, journals: Journals) {
    this.#options = options;
    this.#journals = journals;
    this.#versions = new Programs(options.programs.next !== undefined);
  }

  all(): readonly ProcessSpec[] {
    const { instances = 2, clients = 2, producers = 1, facts, programs } = this.#options;
    const [chooseCurrent, chooseNext] = [this.#chooserOf('current'), this.#chooserOf('next')];
    return [
      ...this.#processes('app', instances, runRoles),
      ...(chooseCurrent === undefined && chooseNext === undefined
        ? []
        : this.#processes('client', clients, this.#sendCommands)),
      ...(facts === undefined ? [] : this.#processes('producer', producers, this.#publish(facts))),
      ...(programs.next === undefined ? [] : this.#processes('operator', 1, operateUpgrade)),
    ];
  }

  #chooserOf(program: Program): ChooseCommand | undefined {
    const { commands, programs } = this.#options;
    return commands ?? (programs[program] ?? programs.current).chooseCommand;
  }

  /** A client ends when it has nothing to do any more; its process stays. */
  readonly #sendCommands: Work = async (app, context, program) => {
    const choose = this.#chooserOf(program);
    if (choose === undefined) return forever();
    const next = () => choose(context.choose, (this.#serial += 1), program);
    await sendCommands(app, context, next, this.#journals.acknowledged);
    return forever();
  };

  #publish(choose: ChooseFact): Work {
    return async (app, context, program) => {
      const next = () => choose(context.choose, (this.#serial += 1), program);
      await publishFacts(app, context, next, this.#journals.published);
      return forever();
    };
  }

  #processes(kind: string, count: number, work: Work): readonly ProcessSpec[] {
    return Array.from({ length: count }, (_, index) => ({
      name: `${kind}-${String(index + 1)}`,
      kind,
      start: (context) => this.#start(context, work),
    }));
  }

  async #start(context: ProcessContext, work: Work): Promise<Running> {
    const { programs, settings } = this.#options;
    const program = this.#versions.choose(context.name, context);
    const { domain, modules } = programs[program] ?? programs.current;
    if (program === 'next') context.tell('runs the next version');
    const { clock, random, ids, logger, connection } = context;
    const own = await modules();
    const app = await createApp(domain, settings, {
      clock,
      random,
      ids,
      logger,
      adapters: simulatedAdapters(connection),
      modules: { simulated: async () => own },
    });
    const upgraded = this.#versions.endOf(program, context.workOver);
    return {
      ended: Promise.race([work(app, context, program), upgraded]),
      stop: () => app.close(),
    };
  }
}

/** All roles of an application in one process. */
const runRoles: Work = async (app) => (await app.start()).ended;

function forever(): Promise<never> {
  return new Promise<never>(() => undefined);
}
