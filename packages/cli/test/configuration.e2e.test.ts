import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'foldmart-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

describe('a file of settings', () => {
  it('with mistakes is warned about, and its values are shown without secrets', async () => {
    write('.env', 'QUEU_TYPE=kafka\nPOSTGRES_PASSWORD=hunter2\nCACHE_TYPE');
    const { code, stdout, stderr } = await foldmart(['settings', '--effective'], {}, directory);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^POSTGRES_PASSWORD +\[secret\] +file$/m);
    expect(stdout).toMatch(/^QUEUE_TYPE +- +unset$/m);
    const warnings =
      'warning: .env, line 3: it is ignored, because it is not NAME=value\n' +
      'warning: .env: QUEU_TYPE is not a setting: did you mean QUEUE_TYPE?\n';
    expect(stderr).toBe(warnings);
    expect((await foldmart(['doctor'], {}, directory)).stderr).toBe(warnings);
  });

  it('with a wrong value is shown too', async () => {
    write('.env', 'REDIS_PORT=http');
    const { code, stdout, stderr } = await foldmart(['settings', '--effective'], {}, directory);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^REDIS_PORT +http +file$/m);
    expect(stderr).toContain('REDIS_PORT is "http": it may be');
  });
});

describe('a configuration that cannot be used', () => {
  it.each([
    ['a file that is not there', () => undefined, './none.ts', 'there is no such file'],
    [
      'a directory without one',
      () => undefined,
      '.',
      'the directory has none of foldmart.config.ts',
    ],
    [
      'a file without a domain',
      () => write('foldmart.config.ts', 'export default { domains: [] };'),
      '.',
      'its default export has no domain: write export default defineConfig({ domain })',
    ],
    [
      'a file that throws',
      () => write('app.mjs', "throw new RangeError('no name');"),
      'app.mjs',
      'cannot be loaded: RangeError: no name',
    ],
    [
      'a file that does not parse',
      () => write('app.ts', 'export default {'),
      'app.ts',
      'cannot be loaded',
    ],
    [
      'a command that the library has',
      () =>
        write(
          'foldmart.config.ts',
          `const run = async (): Promise<void> => undefined;
           export default {
             domain: { name: 'x', registry: {} },
             commands: (command: (own: object) => object) => [
               command({ name: 'verify', summary: 'mine', run }),
             ],
           };`,
        ),
      '.',
      'the command verify of the domain needs another name',
    ],
  ])('%s ends with 2 and one line that says what to do', async (_what, prepare, app, line) => {
    prepare();
    const { code, stdout, stderr } = await foldmart(['doctor', '--app', app], {}, directory);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
