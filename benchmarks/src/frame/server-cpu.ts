import { readdirSync, readFileSync } from 'node:fs';
import type { ServiceName } from './row.js';

/** Reads how much CPU time services have used, in seconds; null if it cannot be read. */
export type ReadServerCpu = (services: readonly ServiceName[]) => number | null;

/** The processes of the services: one or more for each, the first of their process trees. */
export type ServiceProcesses = Readonly<Record<ServiceName, readonly number[]>>;

const ticksPerSecond = 100;
const parentField = 1;
// The user and system time of children that have ended and were waited for.
const endedChildrenFields = [13, 14];

/** Reads CPU time from the process table of Linux. Without processes, or elsewhere, it cannot be read. */
export function serverCpuReader(processes: ServiceProcesses | null): ReadServerCpu {
  return (services) => {
    if (processes === null || process.platform !== 'linux') return null;
    const roots = services.flatMap((service) => processes[service]);
    const parents = parentsOfAll();
    const isOurs = (pid: number): boolean => {
      for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (roots.includes(at)) return true;
      return false;
    };
    return [...parents.keys()].filter(isOurs).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  };
}

function parentsOfAll(): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(Number(name));
    if (fields !== undefined) parents.set(Number(name), Number(fields[parentField]));
  }
  return parents;
}

/** Of the process's running threads, in nanoseconds of the scheduler; and of its ended children, in ticks. */
function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid) ?? [];
  const ended = endedChildrenFields.reduce((sum, field) => sum + Number(fields[field] ?? 0), 0);
  return runningSeconds(pid) + ended / ticksPerSecond;
}

function runningSeconds(pid: number): number {
  const folder = `/proc/${String(pid)}/task`;
  return orElse(() => readdirSync(folder), []).reduce((sum, task) => {
    const text = orElse(() => readFileSync(`${folder}/${task}/schedstat`, 'utf8'), '0');
    return sum + Number(text.split(' ')[0]) / 1e9;
  }, 0);
}

/** The fields of `/proc/<pid>/stat` from the state on: the name before it can contain blanks. */
function statOf(pid: number): readonly string[] | undefined {
  const text = orElse(() => readFileSync(`/proc/${String(pid)}/stat`, 'utf8'), undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** A process can end while it is looked at. */
function orElse<Value, Other>(read: () => Value, other: Other): Value | Other {
  try {
    return read();
  } catch {
    return other;
  }
}
