import { readScenario, type Scenario, type ScenarioInput } from './scenario-schema.js';

const mostlyOrders = { orders: 94, users: 4, products: 2 };

/** An ordinary day: the daily and weekly curve of the rules, and hardly any fault. */
const steady: ScenarioInput = {
  name: 'steady',
  about: 'An ordinary day with the daily and weekly curve of the rules.',
  lifeCycle: true,
  stages: [
    {
      name: 'day',
      seconds: 86_400,
      rate: 2,
      curve: 'traffic',
      mix: mostlyOrders,
      faults: { duplicated: 0.001 },
    },
  ],
};

const hotProducts = {
  users: { distribution: 'uniform' },
  products: { distribution: 'zipf', exponent: 1.4 },
} as const;

const flashSale: ScenarioInput = {
  name: 'flash-sale',
  about: 'A crowd orders few products at once, and leaves again.',
  lifeCycle: true,
  stages: [
    { name: 'before', seconds: 120, rate: 3, mix: mostlyOrders },
    {
      name: 'rush',
      seconds: 300,
      rate: 10,
      curve: [
        [0, 1],
        [0.05, 20],
        [0.3, 12],
        [1, 1],
      ],
      mix: { orders: 90, users: 10 },
      popularity: hotProducts,
      faults: { duplicated: 0.01, outOfOrder: 0.005 },
    },
    { name: 'after', seconds: 180, rate: 3, mix: mostlyOrders },
  ],
};

const nightlyBatch: ScenarioInput = {
  name: 'nightly-batch',
  about: 'Partners deliver their products, users and orders of the day in three batches.',
  stages: [
    { name: 'products', count: 5_000, rate: 500, mix: { products: 1 } },
    { name: 'users', count: 2_000, rate: 500, mix: { users: 1 } },
    {
      name: 'orders',
      count: 20_000,
      rate: 1_000,
      mix: { orders: 1 },
      faults: { duplicated: 0.02 },
    },
  ],
};

const dirty: ScenarioInput = {
  name: 'dirty',
  about: 'Invalid, late, lost, duplicated and out-of-order messages among good ones.',
  lifeCycle: true,
  stages: [
    {
      name: 'dirt',
      count: 10_000,
      rate: 20,
      mix: mostlyOrders,
      faults: { invalid: 0.005, late: 0.02, lost: 0.01, duplicated: 0.03, outOfOrder: 0.02 },
    },
  ],
};

const inputs = [steady, flashSale, nightlyBatch, dirty];

/** The scenarios that come with this package, by name. */
export const builtInScenarios: ReadonlyMap<string, Scenario> = new Map(
  inputs.map((input) => [input.name, readScenario(input)]),
);
