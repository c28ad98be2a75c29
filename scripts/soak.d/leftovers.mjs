import { readFileSync } from 'node:fs';

/**
 * Ends processes of an earlier session that was killed. A process that got one of their ids since is left alone.
 * @param {readonly number[]} pids
 * @param {string} id
 */
export function endLeftovers(pids, id) {
  for (const pid of pids.filter((each) => isOfSoak(each, id))) {
    process.kill(pid, 'SIGCONT');
    process.kill(pid, 'SIGKILL');
  }
}

/**
 * @param {number} pid
 * @param {string} id
 */
function isOfSoak(pid, id) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`FOLDMART_SOAK=${id}\0`);
  } catch {
    return false;
  }
}
