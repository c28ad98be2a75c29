import { parseArgs } from 'node:util';
import { wrongUse } from './failure.mjs';
import { SERVICE_NAMES } from './instance.mjs';

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  keep: { type: 'boolean' },
  kill: { type: 'boolean' },
};

/** The commands: whether each takes a service, and its options. */
const COMMANDS = {
  up: { takesService: false, options: [] },
  down: { takesService: false, options: ['keep'] },
  status: { takesService: false, options: ['json'] },
  env: { takesService: false, options: ['json'] },
  start: { takesService: true, options: [] },
  stop: { takesService: true, options: ['kill'] },
  pause: { takesService: true, options: [] },
  resume: { takesService: true, options: [] },
};

export const HELP = `Usage: scripts/services <command>

Runs the services that tests need: three Kafka brokers, Redis and Postgres, on ports of
their own at 127.0.0.1. In containers if a Docker engine responds, otherwise as processes.

  up                       start everything that is not running and wait until it is ready
  down [--keep]            stop everything and delete its data; --keep keeps the data
  status [--json]          what runs, where and since when; exit 0 only if everything does
  env [--json]             the settings that applications need, for: eval "$(scripts/services env)"

For drills on one of ${SERVICE_NAMES.join(', ')}:
  stop <service> [--kill]  stop it cleanly, or with SIGKILL
  start <service>          start it again, with its data
  pause <service>          freeze it: it keeps its connections and does not respond
  resume <service>         unfreeze it

Environment:
  FOLDMART_SERVICES_INSTANCE  0 (default) to 9: a separate set, with its own ports and data
  FOLDMART_SERVICES_ENGINE    docker or native; default: docker if an engine responds

Data and logs are in \${XDG_CACHE_HOME:-~/.cache}/foldmart/services/<instance>.
Exit codes: 0 success, 1 failure, 2 wrong usage.
`;

const parse = (args) => {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw wrongUse(`${error.message.split('. ')[0]}; see scripts/services --help`);
  }
};

const assertService = (command, service) => {
  const known = SERVICE_NAMES.join(', ');
  if (service === undefined) throw wrongUse(`${command} needs a service: ${known}`);
  if (!SERVICE_NAMES.includes(service)) {
    throw wrongUse(`unknown service '${service}'; the services are ${known}`);
  }
};

const assertOptions = (command, options) => {
  for (const option of Object.keys(options)) {
    if (!COMMANDS[command].options.includes(option)) {
      throw wrongUse(`${command} takes no --${option}; see scripts/services --help`);
    }
  }
};

/** Parses the command, its service (if any) and its options. Wrong usage is an error. */
export const parseCommandLine = (args) => {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.help) return { command: 'help', options: {} };
  if (command === undefined) throw wrongUse('no command; see scripts/services --help');
  if (!Object.hasOwn(COMMANDS, command)) {
    const known = Object.keys(COMMANDS).join(', ');
    throw wrongUse(`unknown command '${command}'; the commands are ${known}`);
  }
  const { takesService } = COMMANDS[command];
  const service = takesService ? rest.shift() : undefined;
  if (takesService) assertService(command, service);
  if (rest.length > 0)
    throw wrongUse(`${command} does not take '${rest[0]}'; see scripts/services --help`);
  assertOptions(command, values);
  return { command, service, options: values };
};
