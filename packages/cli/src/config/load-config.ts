import { pathToFileURL } from 'node:url';
import type { AppConfig } from '@foldmart/composition';
import { createJiti } from 'jiti';
import { UsageError } from '../usage-error.js';

/**
 * Loads a configuration, in TypeScript or JavaScript.
 *
 * @throws UsageError if it cannot be loaded or exports no domain.
 */
export async function loadConfig(path: string): Promise<AppConfig> {
  const config = await importDefault(path);
  if (isConfig(config)) return config;
  throw new UsageError(
    `${path}: its default export has no domain: write export default defineConfig({ domain })`,
  );
}

/**
 * The default export of a module in TypeScript or JavaScript.
 *
 * @throws UsageError if it cannot be loaded.
 */
export async function importDefault(path: string): Promise<unknown> {
  try {
    if (/\.[cm]?ts$/.test(path)) return await importTypeScript(path);
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UsageError(`${path} cannot be loaded: ${problem}`, { cause: error });
  }
}

/** Node loads TypeScript without a compiler from 22.18 on, and no `.js` import that means a `.ts` file. */
async function importTypeScript(path: string): Promise<unknown> {
  const module = await createJiti(pathToFileURL(path).href).import<{ readonly default?: unknown }>(
    path,
  );
  return module.default;
}

function isConfig(value: unknown): value is AppConfig {
  if (typeof value !== 'object' || value === null || !('domain' in value)) return false;
  const { domain } = value;
  if (typeof domain === 'function') return true;
  return typeof domain === 'object' && domain !== null && 'registry' in domain;
}
