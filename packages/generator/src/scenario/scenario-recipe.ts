import { canonicalJson } from '@foldmart/core';
import { catalogueEntries, defaultCatalogue, shopRegistry } from '@foldmart/core/shop';
import { dataSeed, type DataSource } from '../data-seed.js';
import { seededChance } from '../seed/seeded-chance.js';
import { createShopGenerator } from '../shop-generator.js';
import { withoutLength } from './scenario-length.js';
import type { Scenario } from './scenario-schema.js';
import type { ScenarioSource } from './scenario-messages.js';

/** Everything that decides about the messages of a scenario. */
export interface ScenarioRecipe extends DataSource {
  readonly scenario: Scenario;
  /** The start, in milliseconds since the epoch. */
  readonly startMs: number;
}

/** Prepares a recipe, which generates the catalogue of its seed in memory. */
export function scenarioSource(recipe: ScenarioRecipe): ScenarioSource {
  const { scenario, rules, locale, timeOffset, startMs } = recipe;
  const generator = createShopGenerator({ locale, rules, timeOffset });
  const seed = dataSeed(recipe);
  const catalogueChance = seededChance(seed);
  // Two scenarios of one seed must not share ids.
  const chance = seededChance(
    `${seed}/${String(startMs)}/${canonicalJson(withoutLength(scenario))}`,
  );
  const from = { generator, registry: shopRegistry, chance: catalogueChance };
  const catalogue = catalogueEntries(from, { ...defaultCatalogue, ...scenario.catalogue });
  return {
    scenario,
    rules,
    generator,
    registry: shopRegistry,
    chance,
    catalogue,
    startMs,
    timeOffset,
  };
}
