import type { BenchmarkServices } from '../measure/service-settings.js';

export interface CouponConfig extends BenchmarkServices {
  readonly database: string;
  readonly requests: number;
  readonly stock: number;
}
