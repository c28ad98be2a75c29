import {
  isValidationError,
  type AnyDecider,
  type AnyEventDefinition,
  type CommandContext,
  type Deciders,
  type DomainEvent,
  type EventSchema,
} from '@foldmart/core';
import { SeededNumbers } from '../../tape/seeded-numbers.js';
import { sampleInputs } from './sample-values.js';

/** A command with inputs that it accepts, or at least refuses politely. */
export interface KnownCommand {
  readonly decider: string;
  readonly type: string;
  readonly inputs: readonly unknown[];
}

type Fitness = 'decides' | 'refuses' | 'breaks';

const triesPerDecider = 2_000;

/**
 * Finds inputs for the commands of all deciders, by trying: deciders are pure, so random commands are decided on states that
 * earlier ones have led to. An input fits if a command has decided valid events with it. If none does, those that it refuses
 * with a ValidationError are taken.
 */
export function findCommands(deciders: Deciders): readonly KnownCommand[] {
  return Object.entries(deciders).flatMap(([name, decider]) => commandsOf(name, decider));
}

function commandsOf(name: string, decider: AnyDecider): readonly KnownCommand[] {
  const definitions = Object.values(decider.events as Record<string, AnyEventDefinition>);
  const inputs = sampleInputs(definitions);
  const types = Object.keys(decider.commands as object);
  const trial = new Trial(decider, definitions, inputs);
  for (let tries = 0; tries < triesPerDecider; tries += 1) trial.tryOne(types);
  return types.flatMap((type) => {
    const found = trial.inputsOf(type);
    return found.length === 0 ? [] : [{ decider: name, type, inputs: found }];
  });
}

const context: CommandContext = { id: 'a', now: '2026-02-03T14:30:00.000Z' };

class Trial {
  readonly #decider: AnyDecider;
  readonly #definitions: readonly AnyEventDefinition[];
  readonly #inputs: readonly unknown[];
  readonly #numbers = new SeededNumbers(1);
  readonly #fitness = new Map<string, Map<number, Fitness>>();
  #state: unknown;

  constructor(
    decider: AnyDecider,
    definitions: readonly AnyEventDefinition[],
    inputs: readonly unknown[],
  ) {
    this.#decider = decider;
    this.#definitions = definitions;
    this.#inputs = inputs;
    this.#state = decider.initialState;
  }

  tryOne(types: readonly string[]): void {
    if (this.#numbers.below(40) === 0) this.#state = this.#decider.initialState;
    const type = types[this.#numbers.below(types.length)] ?? '';
    const index = this.#numbers.below(this.#inputs.length);
    const known = this.#fitness.get(type) ?? new Map<number, Fitness>();
    this.#fitness.set(type, known);
    if (known.get(index) === 'breaks') return;
    const fitness = this.#decide(type, this.#inputs[index]);
    if (fitness === 'breaks' || known.get(index) !== 'decides') known.set(index, fitness);
  }

  inputsOf(type: string): readonly unknown[] {
    const known = [...(this.#fitness.get(type) ?? [])].sort(([one], [other]) => one - other);
    const having = (fitness: Fitness): readonly unknown[] =>
      known.filter(([, each]) => each === fitness).map(([index]) => this.#inputs[index]);
    const deciding = having('decides');
    return simplest(deciding.length > 0 ? deciding : having('refuses'));
  }

  #decide(type: string, data: unknown): Fitness {
    try {
      const command = { type, data, context } as never;
      const events = this.#decider.decide(command, this.#state) as readonly DomainEvent[];
      if (!events.every((event) => this.#isValid(event))) return 'breaks';
      for (const event of events) this.#state = this.#decider.evolve(this.#state, event);
      return events.length > 0 ? 'decides' : 'refuses';
    } catch (error) {
      return isValidationError(error) ? 'refuses' : 'breaks';
    }
  }

  #isValid({ type, data }: DomainEvent): boolean {
    const definition = this.#definitions.find((each) => each.type === type);
    const schema = definition?.schema as EventSchema | undefined;
    return schema?.safeParse(data).success === true;
  }
}

/** A command that decides without input takes none; one that decides with a plain value takes no object. */
function simplest(inputs: readonly unknown[]): readonly unknown[] {
  if (inputs.includes(undefined)) return [undefined];
  const plain = inputs.filter((input) => typeof input !== 'object');
  return plain.length > 0 ? plain : inputs;
}
