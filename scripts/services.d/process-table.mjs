import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { runCommand } from './run-command.mjs';

// Linux reports process times in ticks, a hundred per second on every platform that Node supports.
const TICKS_PER_SECOND = 100;
const FIELDS_BEFORE_STATE = 2;
const STATE = 0;
const PARENT = 1;
const START_TICKS = 19;

const readBootTime = async () => {
  const stat = await readFile('/proc/stat', 'utf8');
  return Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0);
};

const readProcess = async (pid, bootTime) => {
  const [commandLine, stat] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  // The name in parentheses can itself contain blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + FIELDS_BEFORE_STATE).split(' ');
  return {
    pid,
    parentPid: Number(fields[PARENT]),
    isStopped: fields[STATE] === 'T',
    startedAt: new Date((bootTime + Number(fields[START_TICKS]) / TICKS_PER_SECOND) * 1_000),
    commandLine: commandLine.replaceAll('\0', ' ').trim(),
  };
};

const readProcFolder = async () => {
  const [names, bootTime] = await Promise.all([readdir('/proc'), readBootTime()]);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  // A process that ends between the two reads is ignored.
  const rows = await Promise.all(pids.map((pid) => readProcess(pid, bootTime).catch(() => null)));
  return rows.filter((row) => row !== null);
};

const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w+ \w+ +\d+ [\d:]+ \d+)\s+(.*)$/;

const parsePsLine = (line) => {
  const [, pid, parentPid, state, startedAt, commandLine] = PS_LINE.exec(line) ?? [];
  return {
    pid: Number(pid),
    parentPid: Number(parentPid),
    isStopped: state?.startsWith('T') ?? false,
    startedAt: new Date(startedAt),
    commandLine: commandLine ?? '',
  };
};

const readPs = async () => {
  const columns = 'pid=,ppid=,stat=,lstart=,command=';
  const text = await runCommand('ps', ['-axwwo', columns], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  return text.split('\n').filter(Boolean).map(parsePsLine);
};

/** All running processes. A process that has ended and waits for its parent has no command line. */
export const readProcessTable = () => (process.platform === 'linux' ? readProcFolder() : readPs());

/**
 * The process that was started as `program` with `marker` (a path of this set) among its arguments.
 * The process table makes a pid file unnecessary, which would outlive its process and then name
 * another one.
 */
export const findMarked = (table, { program, marker }) => {
  const marked = table.filter(
    ({ commandLine }) =>
      basename(commandLine.split(' ', 1)[0]) === program &&
      `${commandLine} `.includes(` ${marker} `),
  );
  const pids = new Set(marked.map(({ pid }) => pid));
  return marked.find(({ parentPid }) => !pids.has(parentPid));
};

/** The pids of all descendants of `pid`. */
export const descendantsOf = (table, pid) => {
  const children = table.filter(({ parentPid }) => parentPid === pid);
  return children.flatMap((child) => [child.pid, ...descendantsOf(table, child.pid)]);
};

/**
 * The pids of processes whose command starts with `prefix` and whose working directory is `folder`
 * (Linux only).
 */
export const findWorkers = async (table, { prefix, folder }) => {
  const candidates = table.filter(({ commandLine }) => commandLine.startsWith(prefix));
  const folders = await Promise.all(
    candidates.map(({ pid }) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)),
  );
  return candidates.filter((_, index) => folders[index] === folder).map(({ pid }) => pid);
};
