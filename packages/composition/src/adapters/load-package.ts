import { SettingsError } from '../settings/settings-error.js';

/**
 * Imports the module of an adapter whose package is optional. Throws SettingsError, with the command that installs it, if
 * the package is missing.
 */
export async function loadPackage<Module>(
  setting: string,
  value: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    throw new SettingsError([
      { name: setting, value, problem: `it needs a package: npm install ${missing}` },
    ]);
  }
}

/** The optional package that Node did not find; undefined for any other failure. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /Cannot find package '(@foldmart\/[a-z-]+|@opentelemetry\/api|prom-client)/.exec(
    error.message,
  )?.[1];
}
