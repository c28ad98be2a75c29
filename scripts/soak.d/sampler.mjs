import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { reportFolder } from './folders.mjs';

const file = `${reportFolder}samples.jsonl`;

/**
 * @typedef {object} Sample
 * @property {number} atMs of the soak, without the time between its sessions
 * @property {Record<string, { rssMb: number, handles: number }>} processes
 * @property {number | null} connections to the database
 * @property {number | null} diskMb of the services
 * @property {number | null} lag messages that are not consumed, of all groups
 * @property {number | null} behind events that the slowest projection lacks
 * @property {number | null} perSecond events appended
 */

/**
 * The memory and the open handles of a process; undefined if it has just ended.
 * @param {number} pid
 */
function readProcess(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const rssKb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
    if (!Number.isFinite(rssKb)) return undefined;
    const handles = readdirSync(`/proc/${pid}/fd`).length;
    return { rssMb: Math.round(rssKb / 102.4) / 10, handles };
  } catch {
    return undefined;
  }
}

/** @param {readonly { name: string, pid: number }[]} processes */
export function readProcesses(processes) {
  const read = processes.flatMap(({ name, pid }) => {
    const found = readProcess(pid);
    return found === undefined ? [] : [[name, found]];
  });
  return Object.fromEntries(read);
}

/** @param {import('./database.mjs').Database} database */
export async function countConnections({ query }) {
  const [row] = await query(
    "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'foldmart soak'",
  );
  return row.count;
}

/** @param {readonly string[]} folders */
export async function diskOf(folders) {
  const { stdout } = await promisify(execFile)('du', ['-skc', ...folders.filter(existsSync)]).catch(
    // Files disappear while they are counted.
    (error) => ({ stdout: String(error.stdout) }),
  );
  return Math.round(Number(/(\d+)\s+total/.exec(stdout)?.[1] ?? 0) / 1_024);
}

/**
 * The figures of `foldmart monitor` in a sample.
 * @param {any} monitored
 */
export function monitoredFigures(monitored) {
  const { groups = [], projections = [], appendedPerSecond = null } = monitored ?? {};
  const sum = groups.reduce(
    (/** @type {number} */ total, /** @type {any} */ { lag }) => total + (lag ?? 0),
    0,
  );
  const behind = projections.map((/** @type {any} */ each) => each.behind ?? 0);
  return {
    lag: monitored === undefined ? null : sum,
    behind: monitored === undefined ? null : Math.max(0, ...behind),
    perSecond: appendedPerSecond,
  };
}

/** @param {Sample} sample */
export function saveSample(sample) {
  appendFileSync(file, `${JSON.stringify(sample)}\n`);
}

/** @returns {readonly Sample[]} */
export function readSamples() {
  if (!existsSync(file)) return [];
  // A kill may have cut the last line.
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line)] : []));
}
