import type {
  AnyDecider,
  Deciders,
  Domain,
  ReadModel,
  Row,
  StateOf,
  StoredEvent,
} from '@foldmart/core';
import { streamOf, upcastEvent } from '@foldmart/core';
import type { Services } from '../services/services.js';
import { LogReader } from './log-reader.js';
import type { Oracle } from './oracle.js';

/**
 * The whole system as of one moment: everything that is committed. Readers may not see the newest events yet, if an older
 * transaction is open.
 */
export interface SystemView<Own extends Deciders = Deciders> {
  /** The states of all subjects of a decider that have events, by id. */
  states<Name extends keyof Own & string>(decider: Name): ReadonlyMap<string, StateOf<Own[Name]>>;
  /** The rows of a read model, in no particular order. */
  rows(model: ReadModel): readonly Row[];
  /** The events of the log, in its order. */
  readonly events: readonly StoredEvent[];
}

/** What a user says must hold. */
export interface Invariant<Own extends Deciders = Deciders> {
  readonly name: string;
  readonly when: 'always' | 'at the end';
  readonly holds: (view: SystemView<Own>) => boolean | string | undefined;
}

/**
 * Something that must hold after every step of a simulation. `holds` returns false, or a text that says what is wrong, or throws.
 *
 * @example
 * invariant('no book is lent twice', ({ rows }) => rows(loans).length <= books);
 */
export function invariant<Own extends Deciders = Deciders>(
  name: string,
  holds: Invariant<Own>['holds'],
): Invariant<Own> {
  return { name, when: 'always', holds };
}

/** Something that must hold once the faults are over and everything has drained. */
export function eventually<Own extends Deciders = Deciders>(
  name: string,
  holds: Invariant<Own>['holds'],
): Invariant<Own> {
  return { name, when: 'at the end', holds };
}

/** Checks the invariants of a user whenever the log has grown, and at the end. */
export function invariantOracles(
  { database }: Pick<Services, 'database'>,
  domain: Domain,
  invariants: readonly Invariant[],
): readonly Oracle[] {
  if (invariants.length === 0) return [];
  const states = new States(domain);
  const reader = new LogReader(database);
  const visible: StoredEvent[] = [];
  let hidden: readonly StoredEvent[] = [];
  const view: SystemView = {
    states: (decider) => states.of(decider, hidden) as ReadonlyMap<string, never>,
    rows: ({ name }) => [...(database.tables.find(name)?.rows() ?? [])].map(([, row]) => row),
    get events() {
      return hidden.length === 0 ? visible : [...visible, ...hidden];
    },
  };
  const readOn: Oracle = {
    name: 'the log is read',
    check() {
      for (const event of reader.fresh()) {
        visible.push(event);
        states.add(event);
      }
      ({ hidden } = database.log);
      return undefined;
    },
  };
  const always = invariants.map((each): Oracle => {
    let looked = -1;
    const ask = (): string | undefined => verdictOf(each, view);
    if (each.when === 'at the end') return { name: each.name, atEnd: ask };
    return {
      name: each.name,
      check() {
        const committed = visible.length + hidden.length;
        if (committed === looked) return undefined;
        looked = committed;
        return ask();
      },
      inspect: async () => ask(),
      atEnd: ask,
    };
  });
  return [readOn, ...always];
}

function verdictOf({ holds }: Invariant, view: SystemView): string | undefined {
  try {
    const held = holds(view);
    if (typeof held === 'string') return held;
    return held === false ? 'it does not hold' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type StatesById = Map<string, unknown>;

/** The states of all subjects, folded as events become visible. */
class States {
  readonly #domain: Domain;
  readonly #byDecider: ReadonlyMap<string, StatesById>;

  constructor(domain: Domain) {
    this.#domain = domain;
    this.#byDecider = new Map(Object.keys(domain.deciders).map((name) => [name, new Map()]));
  }

  /** The states of a decider, after these events too. */
  of(decider: string, hidden: readonly StoredEvent[]): ReadonlyMap<string, unknown> {
    const visible = this.#byDecider.get(decider);
    if (visible === undefined) throw new RangeError(`There is no decider ${decider}.`);
    if (hidden.length === 0) return visible;
    const states = new Map(visible);
    for (const event of hidden) this.#fold(decider, states, event);
    return states;
  }

  add(event: StoredEvent): void {
    for (const [decider, states] of this.#byDecider) this.#fold(decider, states, event);
  }

  #fold(name: string, states: StatesById, event: StoredEvent): void {
    const { deciders, registry } = this.#domain;
    const decider = deciders[name];
    if (decider === undefined || !isEventOf(decider, event.type)) return;
    const prefix = streamOf({ name, decider }, '');
    if (!event.streamId.startsWith(prefix)) return;
    const id = event.streamId.slice(prefix.length);
    const before: unknown = states.has(id) ? states.get(id) : decider.initialState;
    const { data } = upcastEvent(registry, event);
    states.set(id, decider.evolve(before, { type: event.type, data }));
  }
}

function isEventOf({ events }: AnyDecider, type: string): boolean {
  return Object.hasOwn(events as object, type);
}
