import { fc } from '@fast-check/vitest';
import type { Command } from 'commander';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '../src/exit-codes.js';
import { loadProgram } from '../src/lazy-program.js';
import { runCommandLine } from '../src/run-command-line.js';
import { shopCommands } from '../src/shop/shop-commands.js';
import { createShopRoot } from '../src/shop/shop-root.js';

/** Commands that run until they are stopped or their input ends, or for seconds. */
const lasting = ['start', 'rush', 'coupon-api', 'repl'];

let shown: string;

/** Where a command writes that takes a text for the name of a file. */
const directory = mkdtempSync(join(tmpdir(), 'foldmart-arguments-'));
const home = process.cwd();

beforeAll(() => {
  process.chdir(directory);
  for (const name of ['QUEUE_TYPE', 'CACHE_TYPE', 'DB_TYPE']) vi.stubEnv(name, 'memory');
});
afterAll(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  shown = '';
  const show = (chunk: unknown): boolean => {
    shown += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(show);
  vi.spyOn(process.stderr, 'write').mockImplementation(show);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function exitCodeOf(args: readonly string[]): Promise<unknown> {
  process.exitCode = exitCodes.done;
  shown = '';
  await runCommandLine(args);
  return process.exitCode;
}

/** Every command with its subcommands, as words. */
async function commandLines(): Promise<readonly { words: string[]; command: Command }[]> {
  const { commands } = await loadProgram(createShopRoot, shopCommands);
  return commands.flatMap((command) => [
    { words: [command.name()], command },
    ...command.commands.map((sub) => ({ words: [command.name(), sub.name()], command: sub })),
  ]);
}

const anyText = fc.oneof(
  // No file outside of the directory is named.
  fc.string().map((text) => text.replaceAll('/', '_')),
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.date().map(String),
  fc.constantFrom(
    '',
    '-1',
    '0',
    '1e9',
    '9'.repeat(400),
    '2026-02-31T00:00:00Z',
    '../..',
    '/',
    'a=b',
  ),
);

describe('arguments of any text', () => {
  it('end no command with the exit code of a defect', { timeout: 120_000 }, async () => {
    const lines = (await commandLines()).filter(({ words }) => !lasting.includes(words[0] ?? ''));
    const flags = (command: Command) => command.options.map(({ long }) => long ?? '--nothing');
    const line = fc
      .constantFrom(...lines)
      .chain(({ words, command }) =>
        fc
          .array(
            fc.oneof(
              anyText,
              fc.tuple(fc.constantFrom('--set', '--app', '--settings-file', '--db'), anyText),
              fc.tuple(fc.constantFrom('--bogus', ...flags(command)), anyText),
            ),
            { maxLength: 4 },
          )
          .map((rest) => [...words, ...rest.flat()]),
      );
    await fc.assert(
      fc.asyncProperty(line, async (args) => {
        expect({ code: await exitCodeOf(args), shown }).not.toMatchObject({ code: 70 });
        expect(shown).not.toMatch(/^ +at .*:\d+:\d+/m);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    [['coupon', 'status', 'abc'], 'expected a whole number from 0'],
    [['coupon', 'status', '0'], 'expected a whole number from 1'],
    [['coupon-api', '--port', '80000'], 'expected a whole number from 0 to 65535'],
    [['rush', '--users', '9007199254740991'], 'expected a whole number from 1 to 1000000'],
    [['rush', '--users', '1000000', '--requests-per-user', '1000'], 'foldmart rush may send'],
    [['start', '--duration', '9'.repeat(40)], 'expected seconds, such as 10, up to 2147483'],
    [['start', '--rate', '0.00000001'], 'expected a number above 0 a second'],
    [['start', '--rate', '9'.repeat(40)], 'expected a number above 0 a second'],
    [['consume', '--single', '--id', 'a b'], 'expected a name of at most 249 letters'],
    [['doctor', '--app', `/${'x'.repeat(300)}`], 'it cannot be read'],
    [['doctor', '--settings-file', '.'], 'it cannot be read'],
    [['doctor', '--set', 'REDIS_URL=http://localhost'], 'it may be redis://'],
    [['doctor', '--set', 'DATABASE_URL=mysql://localhost'], 'it may be postgres://'],
  ])('%j is refused with what it may be', async (args, hint) => {
    expect(await exitCodeOf(args)).toBe(exitCodes.usage);
    expect(shown).toContain(hint);
  });
});
