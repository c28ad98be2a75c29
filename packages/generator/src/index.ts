export { AnswerKeyBuilder } from './answers/answer-key-builder.js';
export { readAnswerKey, type AnswerKey } from './answers/answer-key.js';
export {
  AnswerModel,
  parkingPolicies,
  type AnswerObserver,
  type EntityAnswer,
  type ExpectedReason,
  type ParkingPolicy,
} from './answers/answer-model.js';
export { AnswerTotals, type AnswerFigures, type Counts } from './answers/answer-totals.js';
export { answeredColumns, expectedRow, modelOf, rowName, rowText } from './answers/expected-row.js';
export { keyedMessages } from './answers/keyed-messages.js';
export { dataSeed, type DataSource } from './data-seed.js';
export type { Distribution } from './random/distributions.js';
export { drawIndex, type Popularity } from './random/popularity.js';
export type { LifeCycle } from './rules/life-cycle-schema.js';
export { readRulesFile, writeRulesFile, type RulesFile } from './rules/rules-file.js';
export { shopRulesSchema, type ShopRules, type ShopRulesInput } from './rules/rules-schema.js';
export { locales, shopRules, type Locale, type ShopRulesOverrides } from './rules/shop-rules.js';
export { builtInScenarios } from './scenario/built-in-scenarios.js';
export { type Fault } from './scenario/faults.js';
export { longEnoughFor } from './scenario/scenario-length.js';
export type { ScenarioMessage } from './scenario/scenario-message.js';
export { scenarioMessages, type ScenarioSource } from './scenario/scenario-messages.js';
export { scenarioSource, type ScenarioRecipe } from './scenario/scenario-recipe.js';
export {
  readScenario,
  scenarioSchema,
  type Scenario,
  type ScenarioInput,
  type ScenarioStage,
} from './scenario/scenario-schema.js';
export { seededChance, seededIds, seededRandom, type Seed } from './seed/seeded-chance.js';
export { createShopGenerator, type ShopGeneratorOptions } from './shop-generator.js';
