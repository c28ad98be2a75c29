import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const inMemory = { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' };

async function linesOf(program: string): Promise<readonly string[]> {
  const path = fileURLToPath(new URL(`../dist/${program}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path], {
    env: { ...process.env, ...inMemory },
  });
  return stdout.trimEnd().split('\n');
}

describe('the quickstart', () => {
  it('counts', async () => {
    expect(await linesOf('main.js')).toEqual(['2']);
  });

  it('books seats: a refusal, a race for two seats, a read model that counts', async () => {
    expect(await linesOf('by-hand.js')).toEqual([
      "Seat A1 is Ophelia's.",
      '2 of 10 got a seat',
      'version 6: seat_taken, seat_taken, seat_returned, seat_taken, seat_taken, seat_taken',
      "{ show: 'hamlet', taken: 4 }",
    ]);
  });
});
