import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const installations = '/usr/lib/postgresql';

/** The user that runs a program; empty for the caller. */
export interface ProgramUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** The path of one of Postgres's programs, of the newest version that is installed. */
export function postgresProgram(name: string): string {
  const versions = existsSync(installations) ? readdirSync(installations) : [];
  const newestFirst = versions.toSorted((one, other) => Number(other) - Number(one));
  const folders = newestFirst.map((version) => join(installations, version, 'bin'));
  const path = folders.map((folder) => join(folder, name)).find(existsSync);
  // Outside the distribution's folders, it must be on the search path.
  return path ?? name;
}

/** The server refuses to run as root; its packages bring a user for it. */
export function postgresUser(): ProgramUser {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Runs one of Postgres's programs to its end; if it fails, rejects with its output. */
export async function runPostgresProgram(
  name: string,
  args: readonly string[],
  options: ProgramUser & { readonly cwd?: string; readonly password?: string } = {},
): Promise<void> {
  const { password, ...more } = options;
  await promisify(execFile)(postgresProgram(name), args, {
    ...more,
    env: {
      ...process.env,
      LC_ALL: 'C',
      ...(password === undefined ? {} : { PGPASSWORD: password }),
    },
  });
}
