import { parseArgs } from 'node:util';
import { databases, queues, type GivenAnswers } from './answers.js';
import { appNameOf } from './app-name.js';
import { singularOf } from './thing-names.js';
import { WrongAnswer } from './wrong-answer.js';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'create'; readonly given: GivenAnswers; readonly acceptsDefaults: boolean };

export const helpText = `\
Usage: npm create foldmart [folder] [-- options]

Writes an event-sourced application with its tests into a new or empty folder.

Options:
  --thing <words>      what can be reserved; the code is named after it
                       (default: "meeting room")
  --queue <type>       memory, redis or kafka (default: memory)
  --database <type>    memory or postgres (default: memory)
  -y, --yes            ask nothing, and use the defaults
  -h, --help           display this help
  -v, --version        print the version

On a terminal, what is not given is asked for.

  npm create foldmart my-app
  npm create foldmart my-app -- --queue redis --database postgres --thing "parking lot"
`;

const options = {
  thing: { type: 'string' },
  queue: { type: 'string' },
  database: { type: 'string' },
  yes: { type: 'boolean', short: 'y', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

/**
 * Reads the command line.
 *
 * @throws WrongAnswer if an option is unknown or its value cannot be used
 */
export function readCommandLine(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [folder, ...more] = positionals;
  if (more.length > 0) throw new WrongAnswer(`Name one folder, not also ${more.join(', ')}.`);
  if (folder !== undefined) appNameOf(folder);
  if (values.thing !== undefined) singularOf(values.thing);
  const queue = oneOf('--queue', queues, values.queue);
  const database = oneOf('--database', databases, values.database);
  const given = {
    ...(folder !== undefined && { folder }),
    ...(values.thing !== undefined && { thing: values.thing }),
    ...(queue && { queue }),
    ...(database && { database }),
  };
  return { kind: 'create', given, acceptsDefaults: values.yes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [reason = ''] = error.message.split('. ');
    throw new WrongAnswer(`${reason}. --help lists the options.`);
  }
}

function oneOf<Value extends string>(
  option: string,
  values: readonly Value[],
  given: string | undefined,
): Value | undefined {
  const found = values.find((value) => value === given);
  if (given === undefined || found !== undefined) return found;
  throw new WrongAnswer(`${option} is ${values.join(', ')}, not ${given}.`);
}
