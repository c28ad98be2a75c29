import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findExecutable } from './executables.mjs';
import { ServicesError } from './failure.mjs';
import { exists } from './files.mjs';
import { runCommand } from './run-command.mjs';

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const POLICY_FILE = '/usr/sbin/policy-rc.d';
// Debian's packages ask this script before they start the server that they install; 101 forbids it.
const POLICY = '#!/bin/sh\n# Written by foldmart services while it installs packages.\nexit 101\n';
const INTERRUPTED = 130;

const readPolicy = () => {
  try {
    return readFileSync(POLICY_FILE, 'utf8');
  } catch {
    return undefined;
  }
};

const removePolicy = () => rmSync(POLICY_FILE, { force: true });
const leave = () => process.exit(INTERRUPTED);

const withoutDaemonStarts = async (work) => {
  const existing = readPolicy();
  if (existing !== undefined && existing !== POLICY) return work();
  // Also on exit: a script left behind would keep every server that is installed later from
  // starting.
  process.on('exit', removePolicy).on('SIGINT', leave).on('SIGTERM', leave);
  writeFileSync(POLICY_FILE, POLICY, { mode: 0o755 });
  try {
    return await work();
  } finally {
    removePolicy();
    process.off('exit', removePolicy).off('SIGINT', leave).off('SIGTERM', leave);
  }
};

// Otherwise the package's own server would start on its default port at the next boot.
const disableUnits = async (units) => {
  if (units.length > 0 && (await exists('/run/systemd/system'))) {
    await runCommand('systemctl', ['disable', ...units]);
  }
};

const aptGet = (args) =>
  runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: INSTALL_TIMEOUT_MS,
  });

const install = async (packages) => {
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  // The package lists of a fresh machine are missing or outdated. If they are current, updating
  // wastes time.
  await aptGet(args).catch(async () => {
    await aptGet(['update']);
    await aptGet(args);
  });
};

const canInstall = async () => process.getuid() === 0 && Boolean(await findExecutable('apt-get'));

/**
 * Installs missing packages if this process is allowed to, without leaving any of their servers
 * running.
 */
export const installPackages = async (missing, { say }) => {
  const packages = missing.map(({ aptPackage }) => aptPackage);
  if (!(await canInstall())) {
    const names = missing.map(({ what }) => what).join(', ');
    const advice = `install them (Debian, as root: apt-get install ${packages.join(' ')}) or start Docker`;
    throw new ServicesError(`missing: ${names}; ${advice}`);
  }
  say(`installing ${packages.join(', ')}`);
  await withoutDaemonStarts(() => install(packages));
  await disableUnits(missing.map(({ unit }) => unit).filter(Boolean));
};
