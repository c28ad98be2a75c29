import assert from 'node:assert/strict';
import type { EntityCache } from '@foldmart/core';
import { inBackground } from '../background.js';
import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { entities, refresh } from './entities.js';

const firstSize = 300;
const generations = 25;

export const readerCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'concurrent readers see the old set or the new one, never a mix or nothing',
    async run(harness) {
      const kind = harness.uniqueName('kind');
      const writer = await harness.open();
      await refresh(writer, kind, generation(0));
      let isWriting = true;
      const readers = await Promise.all(Array.from({ length: 4 }, () => harness.open()));
      const reading = inBackground(
        Promise.all(readers.map((reader) => readWhile(() => isWriting, harness, reader, kind))),
      );
      try {
        for (let nth = 1; nth <= generations; nth += 1) {
          await refresh(writer, kind, generation(nth));
          await harness.clock.sleep(1);
        }
      } finally {
        isWriting = false;
      }
      const looks = await reading;
      assert.ok(Math.min(...looks) > 1, `each reader looked: ${looks.join()}`);
    },
  },
  {
    name: 'concurrent refreshes by several clients leave one whole set',
    async run(harness) {
      const kind = harness.uniqueName('kind');
      const clients = await Promise.all(Array.from({ length: 4 }, () => harness.open()));
      const [reader] = clients;
      assert.ok(reader);
      const outcomes = await Promise.all(
        clients.flatMap((client, index) =>
          Array.from({ length: 5 }, (_, nth) => refresh(client, kind, generation(5 * index + nth))),
        ),
      );
      assert.ok(outcomes.includes('replaced'));
      await look(reader, kind);
    },
  },
];

/** Each generation has a different size, so that a mix shows in the count or in the content. */
function generation(nth: number): ReturnType<typeof entities> {
  return entities(firstSize + nth, nth);
}

/** Reads repeatedly and asserts that generations never go back. Returns how often it read. */
async function readWhile(
  isGoingOn: () => boolean,
  { clock }: EntityCacheHarness,
  cache: EntityCache,
  kind: string,
): Promise<number> {
  let newest = 0;
  let looks = 0;
  while (isGoingOn()) {
    const seen = await look(cache, kind);
    assert.ok(seen >= newest, `generation ${seen} was seen after ${newest}`);
    newest = seen;
    const size = await cache.size(kind);
    assert.ok(size >= firstSize + newest, `a size of ${size} after generation ${newest}`);
    assert.ok(await cache.get(kind, 'book-0'), 'an entity of every generation is always there');
    looks += 1;
    await clock.sleep(1);
  }
  return looks;
}

/** Asserts that samples are of one generation, and returns that of a sample of the whole set. */
async function look(cache: EntityCache, kind: string): Promise<number> {
  const whole = await cache.sample(kind, 10 * firstSize);
  const nth = whole.length - firstSize;
  assert.ok(nth >= 0, `a set of ${whole.length} entities`);
  for (const { data } of whole) assert.equal(data['generation'], nth, 'a mix of generations');
  const part = await cache.sample(kind, 20);
  assert.equal(part.length, 20);
  assert.equal(new Set(part.map(({ data }) => data['generation'])).size, 1, 'a mix in a part');
  const newest = part[0]?.data['generation'];
  assert.ok(typeof newest === 'number' && newest >= nth, 'the part is of no older set');
  return newest;
}
