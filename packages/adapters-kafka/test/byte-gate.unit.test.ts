import { expect, it } from 'vitest';
import { ByteGate } from '../src/producer/byte-gate.js';

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('admits at most its limit, in the order of the calls, even if a later call would fit', async () => {
  const gate = new ByteGate(100);
  const entered: string[] = [];
  const enter = async (name: string, bytes: number) => {
    await gate.enter(bytes);
    entered.push(name);
  };
  const calls = [enter('first', 60), enter('large', 60), enter('small', 10)];
  await turn();
  expect(entered).toEqual(['first']);
  gate.leave(60);
  await Promise.all(calls);
  expect(entered).toEqual(['first', 'large', 'small']);
});

it('admits a caller above its limit alone', async () => {
  const gate = new ByteGate(100);
  await gate.enter(500);
  let isIn = false;
  const next = gate.enter(1).then(() => {
    isIn = true;
  });
  await turn();
  expect(isIn).toBe(false);
  gate.leave(500);
  await next;
});
