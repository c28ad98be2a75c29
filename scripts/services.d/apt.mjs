import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { findExecutable } from './executables.mjs';
import { ServicesError } from './failure.mjs';
import { runCommand } from './run-command.mjs';

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const POLICY_FILE = '/usr/sbin/policy-rc.d';
// Debian's packages ask this script before they start the server they bring; 101 forbids it.
const POLICY = '#!/bin/sh\n# Written by foldmart services while it installs packages.\nexit 101\n';

const readOrNothing = (file) => readFile(file, 'utf8').catch(() => undefined);

const withoutDaemonStarts = async (work) => {
  const existing = await readOrNothing(POLICY_FILE);
  const isOurs = existing === undefined || existing === POLICY;
  if (isOurs) await writeFile(POLICY_FILE, POLICY, { mode: 0o755 });
  try {
    return await work();
  } finally {
    if (isOurs) await rm(POLICY_FILE, { force: true });
  }
};

const isSystemdRunning = () =>
  access('/run/systemd/system').then(
    () => true,
    () => false,
  );

// Without this the package's own server would come up on its default port at the next boot.
const disableUnits = async (units) => {
  if (units.length > 0 && (await isSystemdRunning())) {
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
  // The lists of a fresh machine are absent or out of date; where they are not, updating is waste.
  await aptGet(args).catch(async () => {
    await aptGet(['update']);
    await aptGet(args);
  });
};

const canInstall = async () => process.getuid() === 0 && Boolean(await findExecutable('apt-get'));

/** Installs what is missing where this process may, without leaving any server of theirs running. */
export const installPackages = async (missing, { say }) => {
  const names = missing.map(({ what }) => what).join(', ');
  const packages = missing.map(({ aptPackage }) => aptPackage);
  if (!(await canInstall())) {
    throw new ServicesError(
      `missing: ${names}. Install them (Debian, as root: apt-get install ${packages.join(' ')}) or start Docker`,
    );
  }
  say(`installing ${packages.join(', ')}`);
  await withoutDaemonStarts(() => install(packages));
  await disableUnits(missing.map(({ unit }) => unit).filter(Boolean));
};
