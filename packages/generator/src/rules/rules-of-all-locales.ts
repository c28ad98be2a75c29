import type { Distribution } from '../random/distributions.js';
import type { LifeCycleInput } from './life-cycle-schema.js';
import type { OrderPopularity } from './popularity-schema.js';
import type { Traffic } from './traffic-schema.js';

/** Every user and every product is ordered alike. */
export const evenPopularity: OrderPopularity = {
  users: { distribution: 'uniform' },
  products: { distribution: 'uniform' },
};

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** About half of them below the median, and few far above it. */
function about(median: number, min: number, max: number): Distribution {
  return { distribution: 'log-normal', median, sigma: 1, min, max };
}

/** Most orders are paid within minutes, shipped within a day and delivered within days. */
export const usualLifeCycle: LifeCycleInput = {
  initial: 'Created',
  transitions: [
    { from: 'Created', to: 'Paid', probability: 0.94, afterSeconds: about(45, 2, hour) },
    { from: 'Created', to: 'Cancelled', probability: 0.05, afterSeconds: about(600, 30, day) },
    { from: 'Paid', to: 'Shipped', probability: 0.97, afterSeconds: about(8 * hour, 600, 3 * day) },
    { from: 'Paid', to: 'Cancelled', probability: 0.03, afterSeconds: about(hour, 60, day) },
    {
      from: 'Shipped',
      to: 'Delivered',
      probability: 0.995,
      afterSeconds: {
        distribution: 'normal',
        mean: 36 * hour,
        deviation: 12 * hour,
        min: hour,
        max: 7 * day,
      },
    },
    {
      from: 'Delivered',
      to: 'Returned',
      probability: 0.04,
      afterSeconds: about(4 * day, hour, 30 * day),
    },
  ],
};

/** Least at four in the morning, most at nine in the evening, and more at the weekend. */
export function usualTraffic(timeOffset: string): Traffic {
  return {
    daily: [
      35, 20, 12, 8, 6, 8, 16, 34, 58, 80, 96, 106, 118, 112, 104, 102, 104, 112, 124, 142, 162,
      168, 130, 76,
    ],
    weekly: [96, 92, 92, 94, 100, 112, 114],
    timeOffset,
  };
}
