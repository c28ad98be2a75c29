import type { Panel } from '@foldmart/composition';
import * as z from 'zod';

/** Options of the page; every number has a default. */
export const dashboardOptionsSchema = z.object({
  /** The bearer token of people who may change something. Without it, the page only shows. */
  token: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'expected at least 16 visible ASCII characters')
    .optional(),
  /**
   * Host names under which the page may be asked for on a loopback address, such as that of a proxy on this machine.
   * `localhost` and loopback addresses always may.
   */
  allowedHosts: z.array(z.string().min(1)).default([]),
  /** Time between two samples, in milliseconds. Default 1,000. */
  intervalMs: z.int().min(100).max(60_000).default(1_000),
  /** Pages that can be open at the same time. Default 50. */
  mostClients: z.int().positive().default(50),
  /** How long a read may take, in milliseconds. Default 10,000. */
  readTimeoutMs: z.int().positive().default(10_000),
  /** Parts that the domain adds to the overview. */
  panels: z.custom<readonly Panel[]>((value) => Array.isArray(value)).default([]),
});

export type DashboardOptions = z.input<typeof dashboardOptionsSchema>;
export type ResolvedDashboardOptions = z.output<typeof dashboardOptionsSchema>;
