import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const command = fileURLToPath(new URL('../mutants/main.mjs', import.meta.url));
const mutants = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [command, ...args]);

it('npm run mutants finds a mutant by seeds, and another by a suite', async () => {
  const { stdout } = await mutants(
    ...['--only', 'offset-before-transaction', '--only', 'secret-in-an-error', '--seeds', '3'],
  );
  expect(stdout).toMatch(
    /^\| the offset is committed before .* \| world shop \| an offset moves only .* \| [123] \| /m,
  );
  expect(stdout).toMatch(/^\| a wrong secret .* \| .*load-settings.* \| settings do not repeat /m);
  expect(stdout).toContain('2 of 2 found, 0 missed');
});

it.each([
  [['--only', 'no-such'], /no mutant no-such: --list/],
  [['--seeds', '0'], /--seeds 0: expected a whole number from 1/],
  [['--wrong'], /--wrong/],
])('npm run mutants %j says what is wrong', async (args, message) => {
  await expect(mutants(...args)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(message) as string,
  });
});
