import type { RegistryBodies } from '../bodies/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { check, type Check, type Complaint } from './check.js';

/** Asks the schema registry whether the schemas of bodies are registered; nothing if every topic has JSON bodies. */
export async function checkSchemas({ bodies, settings }: Runtime): Promise<readonly Check[]> {
  if (bodies === undefined) return [];
  const registers = settings.values.SCHEMA_REGISTRY_AUTO_REGISTER;
  return [await check('schema registry', () => compare(bodies, registers))];
}

async function compare(bodies: RegistryBodies, registers: boolean): Promise<string | Complaint> {
  const known = await bodies.register({ dryRun: true });
  const refused = known.filter(({ outcome }) => outcome === 'incompatible');
  const missing = known.filter(({ outcome }) => outcome === 'new');
  const total = `${String(known.length)} schemas`;
  const remedy = 'foldmart schemas register registers them, and says what is incompatible';
  if (refused.length > 0) {
    return { finding: `${total}, incompatible: ${subjectsOf(refused)}`, remedy };
  }
  if (missing.length > 0 && !registers) {
    return { finding: `${total}, not registered: ${subjectsOf(missing)}`, remedy };
  }
  return missing.length === 0
    ? `${total}, all registered`
    : `${total}, registered when first written: ${subjectsOf(missing)}`;
}

function subjectsOf(
  registrations: readonly { readonly schema: { readonly subject: string } }[],
): string {
  return [...new Set(registrations.map(({ schema }) => schema.subject))].join(', ');
}
