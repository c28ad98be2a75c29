import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './services.d/apt.mjs';

const FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib',
  '/usr/lib64',
];

const find = () =>
  FOLDERS.map((folder) => join(folder, 'faketime', 'libfaketimeMT.so.1')).find(existsSync);

const install = async () => {
  const say = (line) => process.stderr.write(`${line}\n`);
  await installPackages([{ what: 'libfaketime', aptPackage: 'libfaketime' }], { say });
  return find();
};

/** Prints the path of libfaketime; installs it if it is missing and this process is allowed to. */
try {
  const path = find() ?? (await install());
  if (path === undefined) throw new Error(`no libfaketime in ${FOLDERS.join(', ')}`);
  process.stdout.write(`${path}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
