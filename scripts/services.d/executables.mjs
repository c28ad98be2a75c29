import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const isExecutable = (file) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The first of `folders` that contains the program, or `undefined`. */
export const findIn = async (folders, program) => {
  for (const folder of folders) {
    if (await isExecutable(join(folder, program))) return folder;
  }
  return undefined;
};

export const searchPath = () =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin', '/usr/bin', '/usr/sbin'].filter(
    Boolean,
  );

/** The full path of the program, or `undefined` if it is not installed. */
export const findExecutable = async (program, folders = searchPath()) => {
  const folder = await findIn(folders, program);
  return folder && join(folder, program);
};

/** Folders of the form `parent/<version>/rest`, highest version first. */
export const versionedFolders = async (parent, pattern, rest) => {
  const names = await readdir(parent).catch(() => []);
  return names
    .map((name) => ({ name, version: Number(pattern.exec(name)?.[1]) }))
    .filter(({ version }) => version > 0)
    .sort((a, b) => b.version - a.version)
    .map(({ name }) => join(parent, name, rest));
};

/** The major version that the program reports, or 0 if it reports none. */
export const majorVersion = async (file, argument, pattern) => {
  const { stdout, stderr } = await execute(file, [argument]).catch((error) => error);
  return Number(pattern.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1] ?? 0);
};
