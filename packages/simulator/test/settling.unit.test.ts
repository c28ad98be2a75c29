import { expect, it } from 'vitest';
import { Settling } from '../src/running/settling.js';

async function longChain(length: number, end: () => void): Promise<void> {
  for (let each = 0; each < length; each += 1) await Promise.resolve();
  end();
}

it('waits for everything that promises lead to, however many there are', async () => {
  const settling = new Settling();
  for (let step = 0; step < 200; step += 1) {
    let hasEnded = false;
    void longChain(step * 10, () => (hasEnded = true));
    await settling.settled();
    expect(hasEnded).toBe(true);
  }
});

it('waits for a tick of the code under test, and for what it resolves', async () => {
  const settling = new Settling();
  let hasEnded = false;
  void longChain(3, () => {
    void new Promise<void>((resolve) => process.nextTick(resolve)).then(() => (hasEnded = true));
  });
  await settling.settled();
  expect(hasEnded).toBe(true);
});

it('lets the event loop turn now and then, at the same steps of each run', async () => {
  const turnedAt = async (): Promise<readonly number[]> => {
    const settling = new Settling();
    const places: number[] = [];
    for (let step = 0; step < 500; step += 1) {
      const immediate = setImmediate(() => places.push(step));
      await settling.settled();
      clearImmediate(immediate);
    }
    return places;
  };
  const places = await turnedAt();
  expect(places.length).toBeGreaterThan(4);
  expect(await turnedAt()).toEqual(places);
});
