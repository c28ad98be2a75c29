import { setTimeout as sleep } from 'node:timers/promises';
import { endLeftovers } from './leftovers.mjs';
import { writeReport } from './report.mjs';
import { Soak } from './soak.mjs';
import { shopSettings } from './shop-settings.mjs';
import { soakServices } from './soak-services.mjs';
import { saveState } from './state.mjs';

/** @param {string} line */
const say = (line) => process.stdout.write(`[${new Date().toISOString().slice(11, 19)}] ${line}\n`);

/**
 * Runs a soak to its end, or until a check does not hold, or until it is interrupted.
 * @param {import('./state.mjs').SoakState} state
 * @returns {Promise<number>} the exit code
 */
export async function runSoak(state) {
  const { instance, services } = soakServices(process.env);
  state.sessions += 1;
  state.broken = null;
  saveState(state);
  say(`soak ${state.id}, seed ${state.seed}, on instance ${instance} of the services`);
  endLeftovers(state.pids, state.id);
  await services('up');
  const settings = shopSettings(state.id, JSON.parse(await services('env', '--json')));
  const soak = new Soak(state, settings, { services, say, instance });
  const interrupt = () => soak.interrupt();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt);
  const code = await codeOf(soak, state);
  saveState(state);
  say(`reports/soak/report.html: ${writeReport(state)}`);
  if (state.isFinished && code === 0) await services('down');
  // Streams of processes that were killed may still be open.
  await sleep(100);
  return code;
}

/**
 * @param {Soak} soak
 * @param {import('./state.mjs').SoakState} state
 */
async function codeOf(soak, state) {
  try {
    await soak.run();
  } catch (error) {
    state.broken ??= error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  if (state.broken !== null) {
    say(`BROKEN: ${state.broken}`);
    say('the services still run, for a look: reports/soak/logs, and the database of the soak');
    return 1;
  }
  if (state.isFinished) return 0;
  say('interrupted: npm run soak -- --resume continues');
  return 130;
}
