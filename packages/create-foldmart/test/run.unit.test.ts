import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '../src/run.js';

const home = fileURLToPath(new URL('..', import.meta.url));
let scratch = '';

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'create-foldmart-'));
});
afterEach(() => rm(scratch, { recursive: true }));

async function runWith(...args: string[]) {
  let [output, errors] = ['', ''];
  const code = await run(args, home, {
    isInteractive: false,
    write: (text) => (output += text),
    writeError: (text) => (errors += text),
  });
  return { code, output, errors };
}

it('writes a project and says what to do next', async () => {
  const folder = join(scratch, 'desks');
  const { code, output } = await runWith(folder, '--thing', 'desk', '--database', 'postgres');
  expect(code).toBe(0);
  expect(readdirSync(folder)).toContain('compose.yaml');
  expect(existsSync(join(folder, 'src/desk.ts'))).toBe(true);
  expect(existsSync(join(folder, '.gitignore'))).toBe(true);
  expect(output).toMatch(/^wrote 16 files to .*npm install.*npm run services/s);
});

it('accepts a folder that has only a git repository', async () => {
  mkdirSync(join(scratch, 'desks/.git'), { recursive: true });
  expect(await runWith(join(scratch, 'desks'))).toMatchObject({ code: 0 });
});

it('leaves a folder that is not empty as it is', async () => {
  const folder = join(scratch, 'desks');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{}');
  const { code, errors } = await runWith(folder);
  expect(code).toBe(2);
  expect(errors).toContain('is not empty');
  expect(readdirSync(folder)).toEqual(['package.json']);
  expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{}');
});

it('does not replace a file', async () => {
  writeFileSync(join(scratch, 'desks'), '');
  const { code, errors } = await runWith(join(scratch, 'desks'));
  expect({ code, errors }).toMatchObject({ code: 2, errors: /is a file/ });
});

it.each([
  [['--queue', 'nats'], '--queue is memory, redis, kafka, not nats.'],
  [['--database', 'local'], '--database is memory, postgres, not local.'],
  [['--thing', '42'], '"42" cannot be reserved'],
  [['one', 'two'], 'Name one folder, not also two.'],
  [['Upper'], 'cannot name an application'],
  [['--template'], "Unknown option '--template'"],
  [['--queue'], "Option '--queue <value>' argument missing"],
  [[], 'Name the folder'],
])('refuses %j and says what is wrong', async (args, reason) => {
  const { code, output, errors } = await runWith(...args);
  expect(errors).toContain(reason);
  expect({ code, output }).toEqual({ code: 2, output: '' });
});

it('explains its options', async () => {
  const { code, output } = await runWith('--help');
  expect(code).toBe(0);
  for (const option of ['--thing', '--queue', '--database', '--yes'])
    expect(output).toContain(option);
  expect((await runWith('--version')).output).toMatch(/^\d+\.\d+\.\d+\n$/);
});
