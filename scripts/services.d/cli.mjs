import { connectionSettings, toExports } from './connection.mjs';
import { ServicesError, wrongUse } from './failure.mjs';
import { readInstance, SERVICE_NAMES } from './instance.mjs';
import { withLock } from './lock.mjs';
import { nativeSet } from './native-set.mjs';

const say = (line) => process.stderr.write(`${line}\n`);
const print = (text) => process.stdout.write(text);
export const main = async (args) => {
  const instance = readInstance();
  const set = nativeSet(instance, { say });
  const [command, service] = args;
  const locked = (work) => withLock({ port: instance.ports.lock, purpose: args.join(' '), say }, work);
  try {
    if (command === 'env') print(args.includes('--json') ? `${JSON.stringify(connectionSettings(instance))}\n` : toExports(connectionSettings(instance)));
    else if (command === 'status') console.table(await set.status());
    else if (command === 'up') await locked(() => set.up());
    else if (command === 'down') await locked(() => set.down({ isDataKept: args.includes('--keep') }));
    else await locked(() => set[command](service, { isKilled: args.includes('--kill') }));
  } catch (error) {
    if (!(error instanceof ServicesError)) throw error;
    say(error.message);
    if (error.details) say(error.details);
    process.exitCode = error.exitCode;
  }
};
