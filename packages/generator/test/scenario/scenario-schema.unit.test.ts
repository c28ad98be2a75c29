import { builtInScenarios, readScenario, longEnoughFor } from '@foldmart/generator';
import { describe, expect, it } from 'vitest';
import { hashOf, messagesOf, recipeOf, scenarioOf } from '../support.js';

const stage = { name: 's', count: 1, rate: 1 };

describe('a scenario', () => {
  it('can be printed, edited and read', () => {
    expect([...builtInScenarios.keys()]).toStrictEqual([
      'steady',
      'flash-sale',
      'nightly-batch',
      'dirty',
    ]);
    for (const scenario of builtInScenarios.values()) {
      expect(readScenario(JSON.parse(JSON.stringify(scenario)))).toStrictEqual(scenario);
    }
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'scenario: Invalid input: expected object'],
    ['no stages', { name: 'x', stages: [] }, 'stages: '],
    [
      'an unknown field',
      { name: 'x', stage: [] },
      'there is no rule "stage"; there are name, about',
    ],
    [
      'a stage without a length',
      { name: 'x', stages: [{ name: 's', rate: 1 }] },
      'stages.0: expected either seconds or count',
    ],
    [
      'a stage with two lengths',
      { name: 'x', stages: [{ ...stage, seconds: 1 }] },
      'stages.0: expected either seconds or count',
    ],
    ['a rate of nothing', { name: 'x', stages: [{ ...stage, rate: 0 }] }, 'stages.0.rate: '],
    [
      'a mix of nothing',
      { name: 'x', stages: [{ ...stage, mix: {} }] },
      'stages.0.mix: expected a weight above 0',
    ],
    [
      'shares above the whole',
      { name: 'x', stages: [{ ...stage, faults: { late: 0.6, lost: 0.6 } }] },
      'stages.0.faults: expected shares that add up to at most 1',
    ],
    [
      'a curve of no kind',
      { name: 'x', stages: [{ ...stage, curve: 'steep' }] },
      'stages.0.curve: expected "flat", "traffic"',
    ],
    [
      'a curve that ends early',
      {
        name: 'x',
        stages: [
          {
            ...stage,
            curve: [
              [0, 1],
              [0.5, 1],
            ],
          },
        ],
      },
      'stages.0.curve: expected points of ascending progress',
    ],
    [
      'a stage that would never end',
      {
        name: 'x',
        stages: [
          {
            ...stage,
            curve: [
              [0, 1],
              [1, 0],
            ],
          },
        ],
      },
      'stages.0.curve: expected factors above 0',
    ],
  ])('is refused with the place of the fault for %s', (_what, value, message) => {
    expect(() => readScenario(value)).toThrow(message);
  });

  it('begins alike, however long it is', () => {
    const scenario = scenarioOf({
      lifeCycle: true,
      stages: [{ name: 's', count: 300, rate: 5, faults: { duplicated: 0.1, invalid: 0.01 } }],
    });
    const [short, long] = [400, 1_500].map((count) =>
      messagesOf(recipeOf(longEnoughFor(scenario, count))),
    );
    const first = (list = short) => hashOf((list ?? []).slice(0, 250));
    expect(first(long)).toBe(first());
    expect(long!.length).toBeGreaterThanOrEqual(1_500);
  });
});
