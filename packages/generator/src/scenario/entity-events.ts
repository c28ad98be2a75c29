import { isValidationError, type EventRegistry } from '@foldmart/core';
import {
  orderDecider,
  productDecider,
  userDecider,
  type CatalogueEntries,
  type Chance,
  type DrawIndex,
  type OrderEvent,
  type ProducedKind,
  type SeededRandom,
  type ShopGenerator,
} from '@foldmart/core/shop';
import { drawIndex } from '../random/popularity.js';
import type { ShopRules } from '../rules/rules-schema.js';
import type { Scenario } from './scenario-schema.js';

/** What the entities of a scenario are made from. */
export interface EntitySource {
  readonly scenario: Scenario;
  readonly rules: ShopRules;
  readonly generator: ShopGenerator;
  readonly registry: EventRegistry;
  readonly chance: SeededRandom;
  readonly catalogue: CatalogueEntries;
}

/** The first event of an entity. */
export type FirstEvent =
  | ReturnType<typeof userDecider.decide>[number]
  | ReturnType<typeof productDecider.decide>[number]
  | OrderEvent;

/** Makes the first events of entities. Each kind has a random sequence of its own. */
export class EntityEvents {
  readonly #source: EntitySource;
  readonly #chances: Readonly<Record<ProducedKind, Chance>>;
  readonly #picks: Chance;
  readonly #popularity: readonly { readonly users: DrawIndex; readonly products: DrawIndex }[];

  constructor(source: EntitySource) {
    this.#source = source;
    const { chance, rules, scenario } = source;
    this.#chances = {
      orders: chance('scenario/orders'),
      users: chance('scenario/users'),
      products: chance('scenario/products'),
    };
    this.#picks = chance('scenario/picks');
    this.#popularity = scenario.stages.map(({ popularity = rules.orders.popularity }) => ({
      users: drawIndex(popularity.users),
      products: drawIndex(popularity.products),
    }));
  }

  /** The randomness and ids of a kind. */
  chanceOf(kind: ProducedKind): Chance {
    return this.#chances[kind];
  }

  /** Undefined if the shop refuses the entity, for example because its total is too large. */
  first(kind: ProducedKind, stage: number, nowMs: number): FirstEvent | undefined {
    try {
      return this.#decide(kind, stage, nowMs);
    } catch (error) {
      if (isValidationError(error)) return undefined;
      throw error;
    }
  }

  #decide(kind: ProducedKind, stage: number, nowMs: number): FirstEvent | undefined {
    const { generator } = this.#source;
    const context = { ...this.#chances[kind], nowMs };
    switch (kind) {
      case 'users':
        return userDecider.decide(
          { type: 'register', data: generator.user(context) },
          undefined,
        )[0];
      case 'products':
        return productDecider.decide(
          { type: 'list', data: generator.product(context) },
          undefined,
        )[0];
      case 'orders':
        return this.#order(stage, context);
    }
  }

  #order(stage: number, context: Chance & { readonly nowMs: number }): FirstEvent | undefined {
    const { generator, catalogue, scenario, rules } = this.#source;
    const { random } = this.#picks;
    const popularity = this.#popularity[stage];
    const user = catalogue.users[popularity?.users(catalogue.users.length, random) ?? 0];
    const product =
      catalogue.products[popularity?.products(catalogue.products.length, random) ?? 0];
    if (user === undefined || product === undefined) return undefined;
    const placed = generator.order(user, product, context);
    const data = scenario.lifeCycle
      ? { ...placed, status: rules.orders.lifeCycle.initial }
      : placed;
    return orderDecider.decide({ type: 'place', data }, undefined)[0];
  }
}
