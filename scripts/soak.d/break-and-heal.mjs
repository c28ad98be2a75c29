/**
 * @typedef {object} World What faults act on.
 * @property {(...command: string[]) => Promise<unknown>} services
 * @property {(name: string, signal: NodeJS.Signals) => void} signal sends it to a process of the shop
 * @property {(text: string) => Promise<unknown>} query runs a statement on the database of the shop
 * @property {(text: string) => Promise<() => Promise<void>>} hold opens a transaction; the result ends it
 */

/**
 * Breaks something, and resolves with what heals it.
 * @param {ReturnType<typeof import('./faults.mjs').faultAt>} fault
 * @param {World} world
 * @returns {Promise<() => Promise<unknown>>}
 */
export async function breakIt({ name, target }, world) {
  const { services } = world;
  switch (name) {
    case 'kill a process':
      world.signal(target, 'SIGKILL');
      return async () => undefined;
    case 'freeze a process':
      world.signal(target, 'SIGSTOP');
      return async () => world.signal(target, 'SIGCONT');
    case 'stop a broker':
    case 'restart Postgres':
      await services('stop', target);
      return () => services('start', target);
    case 'kill a broker':
    case 'kill Redis':
    case 'kill Postgres':
      await services('stop', target, '--kill');
      return () => services('start', target);
    case 'freeze a broker':
      await services('pause', target);
      return () => services('resume', target);
    case 'cut connections':
      await world.query(cutAll);
      return async () => undefined;
    case 'open a transaction':
      return world.hold('SELECT pg_current_xact_id()');
    default:
      throw new Error(`unknown fault ${name}`);
  }
}

const cutAll = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;
