import { assertCachedEntityKinds } from '../cache/check-cached-entity-kind.js';
import {
  createEventRegistry,
  type AnyEventDefinition,
  type EventRegistry,
} from '../events/event-registry.js';
import { reservedCommandNames } from './decider-commands.js';
import type { AnyDecider, Deciders } from './any-decider.js';
import type { Domain, DomainConsumer, DomainOptions, DomainTopic, StreamFold } from './domain.js';

const namePattern = /^[a-z][a-z0-9_-]{0,62}$/;

/**
 * Puts a domain together. Every event that names no topic gets the domain's.
 *
 * @throws RangeError if names are not allowed or taken twice, or an event is defined by two deciders.
 * @example
 * const domain = defineDomain({ name: 'counters', deciders: { counter } });
 */
export function defineDomain<
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- a domain without deciders has none
  const Own extends Deciders = Record<never, never>,
>(options: DomainOptions<Own>): Domain<Own> {
  const { name, deciders = {} as Own, projections = [], subscriptions = [], cached = [] } = options;
  assertName('domain', name);
  for (const [decider, { commands }] of Object.entries(deciders)) {
    assertDecider(decider, commands as object);
  }
  assertUnique('projection', projections);
  assertUnique('subscription', subscriptions);
  assertCachedEntityKinds(cached.map(({ kind }) => kind));
  const { defaultTopic = name } = options;
  const registry = registryOf([...decided(deciders), ...(options.events ?? [])], defaultTopic);
  const { topics = topicsOf(registry) } = options;
  return {
    name,
    deciders,
    registry,
    projections,
    subscriptions,
    cached,
    topics,
    consumers: options.consumers ?? topics.map(consumerOf),
    folds: [...Object.values(deciders).map(foldOf), ...(options.folds ?? [])],
    derived: options.derived ?? [],
  };
}

function decided(deciders: Deciders): readonly AnyEventDefinition[] {
  return Object.values(deciders).flatMap(({ events }) =>
    Object.values(events as Readonly<Record<string, AnyEventDefinition>>),
  );
}

function registryOf(
  definitions: readonly AnyEventDefinition[],
  defaultTopic: string | null,
): EventRegistry {
  if (defaultTopic === null) return createEventRegistry(definitions);
  return createEventRegistry(
    definitions.map((definition) => ({ ...definition, topic: definition.topic ?? defaultTopic })),
  );
}

function topicsOf({ definitions }: EventRegistry): readonly DomainTopic[] {
  const names = new Set(definitions.flatMap(({ topic }) => topic ?? []));
  return [...names].map((name) => ({ name }));
}

function consumerOf({ name }: DomainTopic): DomainConsumer {
  return { type: name, topic: name, group: `${name}_group` };
}

function foldOf({ events, initialState, evolve }: AnyDecider): StreamFold {
  const handles = Object.keys(events as object);
  return { handles, initialState, evolve: evolve as StreamFold['evolve'] };
}

function assertDecider(name: string, commands: object): void {
  if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) {
    throw new RangeError(`A decider is named by letters and digits, not ${name}.`);
  }
  const reserved = Object.keys(commands).find((command) => reservedCommandNames.includes(command));
  if (reserved !== undefined) {
    throw new RangeError(`A command of ${name} cannot be named ${reserved}; choose another name.`);
  }
}

function assertName(what: string, name: string): void {
  if (namePattern.test(name)) return;
  throw new RangeError(
    `A ${what} is named by lower-case letters, digits, - and _, from a letter on, not ${name}.`,
  );
}

function assertUnique(what: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`There are two ${what}s named ${twice}.`);
}
