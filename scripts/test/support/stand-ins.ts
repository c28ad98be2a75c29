import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';

/** Fills `node_modules` as `npm ci` would, with links to what is installed in `clone`. */
export function linkInstalled(clone: string, workingFolder: string): void {
  const installed = join(clone, 'node_modules');
  const target = join(workingFolder, 'node_modules');
  mkdirSync(target);
  for (const name of readdirSync(installed)) {
    if (name === '.bin' || name === '@foldmart')
      copyLinks(join(installed, name), join(target, name));
    else symlinkSync(join(installed, name), join(target, name));
  }
}

/** The links of a workspace are relative, so that copies of them lead into the copy. */
function copyLinks(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const link = join(from, name);
    if (lstatSync(link).isSymbolicLink()) symlinkSync(readlinkSync(link), join(to, name));
  }
}

/** Copies the build of `clone`, as if the compiler had made it. */
export function copyBuild(clone: string, workingFolder: string): void {
  for (const name of readdirSync(join(clone, 'packages'))) {
    const built = join(clone, 'packages', name, 'dist');
    if (existsSync(built)) {
      cpSync(built, join(workingFolder, 'packages', name, 'dist'), { recursive: true });
    }
  }
}
