import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));

const sources = tracked.filter((path) =>
  /^(packages|examples|benchmarks|scripts)\/.*\.(ts|m?js)$/.test(path),
);

type LockEntry = {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>;
};
const locked = Object.entries(lock.packages);

/** Whether the dependency of the package at `path` is resolved there or in a folder above it. */
function isLocked(path: string, dependency: string): boolean {
  const found = `${path === '' ? '' : `${path}/`}node_modules/${dependency}` in lock.packages;
  if (found || path === '') return found;
  return isLocked(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), dependency);
}

describe('the repository', () => {
  it('has a lockfile without registry addresses and install scripts', () => {
    const addressed = locked.filter(([, entry]) => entry.resolved?.includes('://'));
    expect(addressed.map(([path]) => path)).toEqual([]);
    // Only macOS installs fsevents, which includes a binary.
    const scripted = locked.filter(
      ([path, entry]) => entry.hasInstallScript === true && !path.endsWith('/fsevents'),
    );
    expect(scripted.map(([path]) => path)).toEqual([]);
  });

  it('has a lockfile that is complete on every platform', () => {
    const dependencies = locked.filter(
      ([path, { link }]) => path.includes('node_modules') && !link,
    );
    expect(dependencies.length).toBeGreaterThan(100);
    expect(dependencies.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual(
      [],
    );
    const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );
    expect(missing).toEqual([]);
  });

  it('has a CI entry that can be executed', () => {
    expect(statSync(join(root, '.ci/run')).mode & 0o111).toBe(0o111);
  });

  it('needs no install script of its own', () => {
    const manifests = tracked.filter((path) => basename(path) === 'package.json');
    const hooks = manifests.filter((path) =>
      /"(pre|post)?install"|"prepare"/.test(readFileSync(join(root, path), 'utf8')),
    );
    expect(manifests.length).toBeGreaterThan(9);
    expect(hooks).toEqual([]);
  });

  it('names its files in kebab-case, after a concept', () => {
    const vague = /^(utils?|helpers?|common|managers?|misc)(\.|-|$)/;
    const wrong = sources.filter((path) =>
      path.split('/').some((part) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(part) || vague.test(part)),
    );
    expect(sources.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });
});
