import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { partsNamed } from '../mutation/parts.mjs';
import { scoreOf, survivorsOf, tableOf } from '../mutation/scores.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function mutant(status: string, line = 1) {
  return {
    status,
    mutatorName: 'StringLiteral',
    replacement: '"a\nb"',
    location: { start: { line } },
  };
}

const report = {
  files: {
    'a.ts': { mutants: [mutant('Killed'), mutant('Timeout'), mutant('Survived', 7)] },
    'b.ts': { mutants: [mutant('NoCoverage', 9), mutant('CompileError'), mutant('Killed')] },
  },
};

it('a mutant that no test runs has survived, and one that cannot be compiled does not count', () => {
  const score = scoreOf('commands', report);
  expect(score).toEqual({ part: 'commands', killed: 2, timedOut: 1, survived: 2 });
  expect(tableOf([score]).split('\n').at(-1)).toBe('| commands | 5 | 2 | 1 | 2 | 60.0 % |');
});

it('survivors are listed with their place', () => {
  expect(survivorsOf(report)).toEqual([
    'a.ts:7 StringLiteral => "a b"',
    'b.ts:9 StringLiteral => "a b"',
  ]);
});

it('each part is a folder of the core, and another name is refused', () => {
  for (const { name } of partsNamed([])) {
    expect(existsSync(`${root}packages/core/src/${name}`)).toBe(true);
  }
  expect(() => partsNamed(['command'])).toThrow('there is no such part, but commands');
});

it('the tool has a lockfile of its own, without install scripts and registry addresses', () => {
  const lock = readFileSync(`${root}scripts/mutation/package-lock.json`, 'utf8');
  expect(lock).not.toMatch(/hasInstallScript|"resolved": "https?:/);
  expect(lock).toContain('@stryker-mutator/core');
});
