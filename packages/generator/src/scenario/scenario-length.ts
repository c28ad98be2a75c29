import type { Scenario, ScenarioStage } from './scenario-schema.js';

/**
 * The scenario with a last stage that is long enough for this many messages. A last stage whose curve has points stays as it
 * is, because they refer to its length.
 */
export function longEnoughFor(scenario: Scenario, messages: number): Scenario {
  return withLast(scenario, (stage) => ({
    ...withoutLimits(stage),
    count: Math.ceil((1.1 * messages) / Math.max(0.01, 1 - stage.faults.lost)) + 100,
  }));
}

/** What of a scenario its ids depend on: all but the length of its last stage, so that a longer run begins alike. */
export function withoutLength(scenario: Scenario): unknown {
  return withLast(scenario, withoutLimits);
}

function withLast(
  scenario: Scenario,
  change: (stage: ScenarioStage) => Omit<ScenarioStage, 'count' | 'seconds'>,
): Scenario {
  const { stages } = scenario;
  const last = stages.at(-1);
  if (last === undefined || typeof last.curve !== 'string') return scenario;
  return { ...scenario, stages: [...stages.slice(0, -1), change(last)] };
}

function withoutLimits(stage: ScenarioStage): Omit<ScenarioStage, 'count' | 'seconds'> {
  const rest: Partial<ScenarioStage> = { ...stage };
  delete rest.count;
  delete rest.seconds;
  return rest as ScenarioStage;
}
