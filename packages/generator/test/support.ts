import { createHash } from 'node:crypto';
import {
  readScenario,
  scenarioMessages,
  scenarioSource,
  shopRules,
  type Scenario,
  type ScenarioInput,
  type ScenarioMessage,
  type ScenarioRecipe,
} from '@foldmart/generator';

/** Stages as they are written; a stage creates 1,000 orders unless it says otherwise. */
export function scenarioOf(change: Partial<ScenarioInput> = {}): Scenario {
  return readScenario({
    name: 'test',
    catalogue: { users: 50, products: 40 },
    stages: [{ name: 'only', count: 1_000, rate: 20 }],
    ...change,
  });
}

export function recipeOf(
  scenario: Scenario = scenarioOf(),
  change: Partial<ScenarioRecipe> = {},
): ScenarioRecipe {
  return {
    seed: 'test',
    locale: 'ko',
    rules: shopRules('ko'),
    timeOffset: 'Z',
    startMs: Date.UTC(2026, 0, 1),
    scenario,
    ...change,
  };
}

export function messagesOf(recipe: ScenarioRecipe = recipeOf()): readonly ScenarioMessage[] {
  return [...scenarioMessages(scenarioSource(recipe))];
}

/** Stands for everything that is sent, byte for byte. */
export function hashOf(messages: Iterable<ScenarioMessage>): string {
  const hash = createHash('sha256');
  for (const { atMs, topic, message, fault } of messages) {
    hash.update(JSON.stringify([atMs, topic, message, fault ?? null]));
  }
  return hash.digest('hex');
}

/** Whether a count is within six standard deviations of what its share says. */
export function isAbout(count: number, share: number, of: number): boolean {
  return Math.abs(count - share * of) <= 6 * Math.sqrt(of * share * (1 - share)) + 1;
}

/** Pearson's statistic of counts against their expected shares. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const [total, whole] = [counts, shares].map((list) => list.reduce((sum, each) => sum + each, 0));
  return counts.reduce((sum, count, index) => {
    const expected = ((shares[index] ?? 0) / (whole ?? 1)) * (total ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}
