import { chooseSet } from './choose-set.mjs';
import { HELP, parseCommandLine } from './command-line.mjs';
import { connectionSettings, toExports } from './connection.mjs';
import { ServicesError } from './failure.mjs';
import { readInstance } from './instance.mjs';
import { endingPrograms } from './interruption.mjs';
import { withLock } from './lock.mjs';
import { formatStatus } from './status-table.mjs';

const say = (line) => process.stderr.write(`${line}\n`);
const print = (text) => process.stdout.write(text);
const printJson = (value) => print(`${JSON.stringify(value)}\n`);

const env = ({ instance, options }) => {
  const settings = connectionSettings(instance);
  if (options.json) printJson(settings);
  else print(toExports(settings));
};

const status = async ({ instance, options }) => {
  const set = await chooseSet(instance, { say });
  const services = await set.status();
  if (options.json) printJson({ instance: instance.number, engine: set.engine, services });
  else print(formatStatus(services));
  if (!services.every(({ state }) => state === 'running')) process.exitCode = 1;
};

// Two terminals that change the same set take turns.
const changing = (change) => async (request) => {
  const { instance, command, service } = request;
  const purpose = [command, service].filter(Boolean).join(' ');
  await withLock({ port: instance.ports.lock, purpose, say }, async () => {
    const set = await chooseSet(instance, { say });
    const started = Date.now();
    await endingPrograms(() => change(set, request), { say, purpose });
    const seconds = ((Date.now() - started) / 1_000).toFixed(1);
    say(`${purpose}: done in ${seconds} s (${set.engine}, instance ${instance.number})`);
  });
};

const COMMANDS = {
  env,
  status,
  up: changing((set) => set.up()),
  down: changing((set, { options }) => set.down({ isDataKept: options.keep ?? false })),
  start: changing((set, { service }) => set.start(service)),
  stop: changing((set, { service, options }) =>
    set.stop(service, { isKilled: options.kill ?? false }),
  ),
  pause: changing((set, { service }) => set.pause(service)),
  resume: changing((set, { service }) => set.resume(service)),
};

const report = (error) => {
  say(`services: ${error.message}`);
  if (error.details) say(error.details);
  process.exitCode = error.exitCode;
};

/** Runs one command. The exit code is 0 for success, 1 for a failure and 2 for wrong usage. */
export const main = async (args) => {
  try {
    const request = parseCommandLine(args);
    if (request.command === 'help') return print(HELP);
    return await COMMANDS[request.command]({ ...request, instance: readInstance() });
  } catch (error) {
    if (!(error instanceof ServicesError)) throw error;
    return report(error);
  }
};
