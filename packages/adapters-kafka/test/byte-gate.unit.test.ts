import { expect, it } from 'vitest';
import { ByteGate } from '../src/producer/byte-gate.js';

const work = async (): Promise<void> => undefined;

it('admits at most its limit, in the order of the calls, even if a later call would fit', async () => {
  const gate = new ByteGate(100);
  const entered: string[] = [];
  const enter = (name: string, bytes: number) =>
    gate.enter(bytes, async () => void entered.push(name));
  const calls = [enter('first', 60), enter('large', 60), enter('small', 10)];
  expect(entered).toEqual(['first']);
  gate.leave(60);
  expect(entered).toEqual(['first', 'large', 'small']);
  await Promise.all(calls);
});

it('admits a caller above its limit alone', async () => {
  const gate = new ByteGate(100);
  await gate.enter(500, work);
  let isIn = false;
  const next = gate.enter(1, async () => {
    isIn = true;
  });
  expect(isIn).toBe(false);
  gate.leave(500);
  expect(isIn).toBe(true);
  await next;
});

it('passes on the outcome of the work that waited', async () => {
  const gate = new ByteGate(1);
  await gate.enter(1, work);
  const failing = gate.enter(1, () => Promise.reject(new Error('no broker')));
  gate.leave(1);
  await expect(failing).rejects.toThrow('no broker');
});

it('admits any number of waiters whose work ends at once, in their order', async () => {
  const gate = new ByteGate(1);
  await gate.enter(1, work);
  const entered: number[] = [];
  const calls = Array.from({ length: 20_000 }, (_each, call) =>
    gate.enter(1, () => {
      entered.push(call);
      gate.leave(1);
      return work();
    }),
  );
  gate.leave(1);
  await Promise.all(calls);
  expect(entered).toEqual(calls.map((_call, index) => index));
  let isIn = false;
  await gate.enter(1, async () => void (isIn = true));
  expect(isIn).toBe(true);
});
