import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

it('books seats: a refusal, a race for two seats, a read model that counts', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [main]);
  expect(stdout.split('\n')).toEqual([
    "Seat A1 is Ophelia's.",
    '2 of 10 got a seat',
    'version 5: seat_taken, seat_taken, seat_returned, seat_taken, seat_taken',
    "{ show: 'hamlet', taken: 3 }",
    '',
  ]);
});
