import { fileURLToPath } from 'node:url';
import { bundlePackages } from '../build/bundles.mjs';

/** End-to-end tests run the bundles, which `tsc -b` alone does not bring up to date. */
export default function setup(): Promise<void> {
  return bundlePackages(fileURLToPath(new URL('../..', import.meta.url)));
}
