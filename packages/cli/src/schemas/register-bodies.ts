import type { BodySchemaView, RegistryBodies, SchemaRegistration } from '@foldmart/composition';
import type { CommandContext } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { UsageError } from '../usage-error.js';

export interface RegisterOptions {
  readonly dryRun?: boolean;
  readonly print?: boolean;
}

/** Registers the schemas of bodies, or with a dry run, checks them. */
export async function registerBodies(
  { system, output }: CommandContext,
  { dryRun = false, print = false }: RegisterOptions,
): Promise<ExitCode> {
  const bodies = requireBodies(system.bodies);
  if (print) {
    output.result({ schemas: bodies.schemas }, () => bodies.schemas.map(schemaText).join('\n\n'));
    return exitCodes.done;
  }
  const registrations = await bodies.register({ dryRun });
  const isRefused = registrations.some(({ outcome }) => outcome === 'incompatible');
  output.result({ dryRun, registrations }, () =>
    [table(registrations), ...incompatible(registrations), ending(isRefused, dryRun)].join('\n'),
  );
  return isRefused ? exitCodes.notRight : exitCodes.done;
}

function requireBodies(bodies: RegistryBodies | undefined): RegistryBodies {
  if (bodies !== undefined) return bodies;
  throw new UsageError(
    'every topic has JSON bodies, so there is no schema to register; SCHEMA_REGISTRY_FORMATS=orders=avro writes a topic in another format',
  );
}

function table(registrations: readonly SchemaRegistration[]): string {
  return plainTable(
    ['SUBJECT', 'EVENT', 'VERSION', 'FORMAT', 'ID', 'STATE'],
    registrations.map(({ schema, id, outcome }) => [
      schema.subject,
      schema.event,
      schema.version,
      schema.format,
      id,
      outcome,
    ]),
  );
}

function incompatible(registrations: readonly SchemaRegistration[]): readonly string[] {
  return registrations
    .filter(({ outcome }) => outcome === 'incompatible')
    .flatMap(({ schema, messages }) => messages.map((message) => `${schema.subject}: ${message}`));
}

function ending(isRefused: boolean, dryRun: boolean): string {
  if (isRefused) {
    return 'nothing was registered: make new fields optional, or change the compatibility of the subject';
  }
  return dryRun ? 'a dry run: nothing was registered' : 'all schemas are registered';
}

function schemaText({ subject, text }: BodySchemaView): string {
  return `# ${subject}\n${text.trimEnd()}`;
}
