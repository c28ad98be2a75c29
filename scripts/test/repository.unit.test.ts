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

describe('the repository', () => {
  it('has a lockfile that names no registry', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string; link?: boolean; hasInstallScript?: boolean }>;
    };
    const entries = Object.entries(lock.packages);
    const addressed = entries.filter(([, entry]) => entry.resolved?.includes('://'));
    expect(addressed.map(([path]) => path)).toEqual([]);
    const scripted = entries.filter(([, entry]) => entry.hasInstallScript === true);
    expect(scripted.map(([path]) => path).filter((path) => !path.endsWith('/fsevents'))).toEqual(
      [],
    );
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
