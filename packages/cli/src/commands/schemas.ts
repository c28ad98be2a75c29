import { wantedTopics } from '@foldmart/composition';
import {
  asyncApiDocument,
  compareCatalogues,
  schemaCatalogue,
  type SchemaCatalogue,
} from '@foldmart/core/schemas';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { wholeFrom } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import {
  catalogueFileName,
  readCatalogueFile,
  writeCatalogueFile,
} from '../schemas/catalogue-file.js';
import { changeLines, isBreaking } from '../schemas/change-lines.js';
import { registerBodies, type RegisterOptions } from '../schemas/register-bodies.js';
import { UsageError } from '../usage-error.js';

const fileHelp = `the file with the schemas that were kept (default: ${catalogueFileName})`;

/** `foldmart schemas list|show|asyncapi|diff|write|register`. */
export function addSchemasCommand(program: Command, run: RunCommand): void {
  const schemas = program
    .command('schemas')
    .description('show the schemas of the events, describe them, and find breaking changes');
  schemas
    .command('list')
    .description('show every event: its version, its topic, its key and its stream')
    .action(async (_options: unknown, command: Command) => {
      await run(command, list);
    });
  addShow(schemas, run);
  addAsyncApi(schemas, run);
  addRegister(schemas, run);
  schemas
    .command('diff')
    .description('show how the events differ from the schemas that were kept')
    .argument('[file]', fileHelp, catalogueFileName)
    .addHelpText('after', '\nExit code 1 if a change is breaking.')
    .action(async (file: string, _options: unknown, command: Command) => {
      await run(command, (context) => diff(context, file));
    });
  schemas
    .command('write')
    .description('keep the schemas of the events in a file')
    .argument('[file]', fileHelp, catalogueFileName)
    .option('--force', 'also if a change is breaking')
    .action(async (file: string, options: { readonly force?: boolean }, command: Command) => {
      await run(command, (context) => write(context, file, options.force === true));
    });
}

function addRegister(schemas: Command, run: RunCommand): void {
  schemas
    .command('register')
    .description('register the schemas of bodies in the schema registry')
    .option('--dry-run', 'only check that they are compatible')
    .option('--print', 'print the schemas instead')
    .addHelpText(
      'after',
      '\nExit code 1 if a schema is incompatible; then none is registered. SCHEMA_REGISTRY_FORMATS chooses the topics.',
    )
    .action(async (options: RegisterOptions, command: Command) => {
      await run(command, (context) => registerBodies(context, options));
    });
}

function addShow(schemas: Command, run: RunCommand): void {
  schemas
    .command('show')
    .description('print the JSON Schema of an event’s data')
    .argument('<event>', 'the type of the event')
    .argument('[version]', 'a version; former ones are in the file', wholeFrom(1, 1_000_000))
    .option('--file <file>', fileHelp, catalogueFileName)
    .action(
      async (
        event: string,
        version: number | undefined,
        { file }: { readonly file: string },
        command: Command,
      ) => {
        await run(command, (context) => show(context, { event, version, file }));
      },
    );
}

function addAsyncApi(schemas: Command, run: RunCommand): void {
  schemas
    .command('asyncapi')
    .description('print an AsyncAPI 3.0 document of the topics and their messages, as YAML')
    .option('--title <text>', 'the title of the document (default: the name of the domain)')
    .option('--doc-version <version>', 'the version of the document', '1.0.0')
    .option('--file <file>', fileHelp, catalogueFileName)
    .addHelpText('after', '\nWith -o json, prints JSON.')
    .action(async (options: AsyncApiOptions, command: Command) => {
      await run(command, (context) => asyncApi(context, options));
    });
}

function list({ system, output }: CommandContext): Promise<ExitCode> {
  const { domain, events } = schemaCatalogue(system.domain);
  const rows = Object.entries(events).map(([event, { version, topic, key, stream }]) => ({
    event,
    version,
    topic,
    key,
    stream,
  }));
  output.result({ domain, events: rows }, () =>
    plainTable(
      ['EVENT', 'VERSION', 'TOPIC', 'KEY', 'STREAM'],
      rows.map(({ event, version, topic, key, stream }) => [event, version, topic, key, stream]),
    ),
  );
  return Promise.resolve(exitCodes.done);
}

interface ShownSchema {
  readonly event: string;
  readonly version: number | undefined;
  readonly file: string;
}

async function show(context: CommandContext, { event, version, file }: ShownSchema) {
  const { events } = await currentCatalogue(context, file);
  const found = events[event];
  if (found === undefined) {
    throw new UsageError(
      `There is no event ${event}; the events are ${Object.keys(events).join(', ')}`,
    );
  }
  const schema = found.schemas[version ?? found.version];
  if (schema === undefined) {
    const known = Object.keys(found.schemas).join(', ');
    throw new UsageError(`The schema of ${event} is known for version ${known}`);
  }
  context.output.result(schema, () => JSON.stringify(schema, null, 2));
  return exitCodes.done;
}

interface AsyncApiOptions {
  readonly title?: string;
  readonly docVersion: string;
  readonly file: string;
}

async function asyncApi(context: CommandContext, { title, docVersion, file }: AsyncApiOptions) {
  const { system, output } = context;
  const document = asyncApiDocument(system.domain, await currentCatalogue(context, file), {
    version: docVersion,
    topics: wantedTopics(system),
    ...(title === undefined ? {} : { title }),
  });
  output.result(document, () => stringify(document, { lineWidth: 100 }).trimEnd());
  return exitCodes.done;
}

async function currentCatalogue(
  { system }: CommandContext,
  file: string,
): Promise<SchemaCatalogue> {
  return schemaCatalogue(system.domain, await readCatalogueFile(file));
}

async function diff({ system, output }: CommandContext, file: string): Promise<ExitCode> {
  const former = await readCatalogueFile(file);
  if (former === undefined) {
    throw new UsageError(`There is no ${file} to compare with; foldmart schemas write makes it`);
  }
  const changes = compareCatalogues(former, schemaCatalogue(system.domain, former));
  output.result({ file, changes }, () =>
    changes.length === 0 ? `${file} has these schemas` : changeLines(changes).join('\n'),
  );
  return changes.some(isBreaking) ? exitCodes.notRight : exitCodes.done;
}

async function write(
  { system, output }: CommandContext,
  file: string,
  isForced: boolean,
): Promise<ExitCode> {
  const former = await readCatalogueFile(file);
  const catalogue = schemaCatalogue(system.domain, former);
  const changes = former === undefined ? [] : compareCatalogues(former, catalogue);
  const isRefused = !isForced && changes.some(isBreaking);
  if (!isRefused) await writeCatalogueFile(file, catalogue);
  const count = Object.keys(catalogue.events).length;
  output.result({ file, isWritten: !isRefused, changes }, () =>
    [
      ...changeLines(changes),
      isRefused
        ? `${file} was not written; --force writes it all the same`
        : `${file}: ${String(count)} events`,
    ].join('\n'),
  );
  return isRefused ? exitCodes.notRight : exitCodes.done;
}
