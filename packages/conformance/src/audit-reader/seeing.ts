import assert from 'node:assert/strict';
import type { AuditView, LogPosition, StoredEvent } from '@foldmart/core';
import { assertWholeLog, idsOf, LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness } from '../harness.js';
import {
  acquired,
  bookStream,
  catalogue,
  catalogueActivity,
  catalogueActivityModel,
  catalogueBooksModel,
  lentTimes,
} from '../sample-domain/index.js';
import { rejectionOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';

const inline = catalogue(1);
const activity = catalogueActivity(1);
const books = ['a', 'b', 'c', 'd', 'e'];

export const seeingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an audit of an empty store sees nothing',
    async run(harness) {
      const { audit } = await harness.open([inline, activity]);
      await audit.audit(async (view) => {
        assert.deepEqual(await view.readAll({ limit: 10 }), { events: [], next: undefined });
        assert.equal(await view.count(), 0);
        assert.deepEqual(await view.scan(catalogueBooksModel, { limit: 10 }), []);
        assert.equal(await view.checkpoint(activity), undefined);
      });
    },
  },
  {
    name: 'an audit resolves with the result of its work',
    async run(harness) {
      const { audit } = await harness.open([]);
      assert.deepEqual(await audit.audit(async () => ({ found: [1, 2] })), { found: [1, 2] });
      assert.equal(await audit.audit(() => Promise.resolve(null)), null);
    },
  },
  {
    name: 'an audit rejects with the error of its work, and the next audit works',
    async run(harness) {
      const { audit, events } = await harness.open([]);
      for (let nth = 0; nth < 30; nth += 1) {
        const fault = new RangeError(`fault ${nth}`);
        const failing = audit.audit(async (view) => {
          await view.count();
          throw fault;
        });
        assert.equal(await rejectionOf(failing), fault);
      }
      await events.append([
        { streamId: bookStream('a'), expectedVersion: 0, events: [acquired('a')] },
      ]);
      assert.equal(await audit.audit((view) => view.count()), 1);
    },
  },
  {
    name: 'an audit reads the log as a follower does, in pages of any size and from any position',
    async run(harness) {
      const { audit, events } = await harness.open([inline]);
      for (const book of books) {
        const given = [acquired(book), ...lentTimes(book, 1, 3)];
        await events.append([{ streamId: bookStream(book), expectedVersion: 0, events: given }]);
      }
      const whole = await new LogFollower(events).readUntil(harness.clock, 20);
      await audit.audit(async (view) => {
        assert.equal(await view.count(), 20);
        for (const limit of [1, 3, 20, 21]) {
          assert.deepEqual(await pages(view, limit), whole, `pages of ${limit}`);
        }
        const third = whole[2];
        assert.ok(third);
        const rest = await view.readAll({ after: third.position, limit: 100 });
        assert.deepEqual(idsOf(rest.events), idsOf(whole.slice(3)));
        const end = whole.at(-1)?.position;
        assert.ok(end !== undefined);
        assert.deepEqual(await view.readAll({ after: end, limit: 5 }), { events: [], next: end });
      });
    },
  },
  {
    name: 'an audit sees every committed event, even if followers may not read it yet, and no held event',
    async run(harness) {
      const { audit, events } = await harness.open([inline]);
      const slow = await harness.holdAppend({
        streamId: bookStream('slow'),
        expectedVersion: 0,
        events: [acquired('slow')],
      });
      const fast = [acquired('fast'), ...lentTimes('fast', 1, 2)];
      await events.append([{ streamId: bookStream('fast'), expectedVersion: 0, events: fast }]);
      await audit.audit(async (view) => {
        assertWholeLog(await pages(view, 2), fast);
        assert.equal(await view.count(), 3);
        const rows = await view.scan(catalogueBooksModel, { limit: 10 });
        assert.deepEqual(
          rows.map(({ book }) => book),
          ['fast'],
        );
      });
      await slow.rollback();
    },
  },
  {
    name: 'an audit reads the same rows as the read models, in pages of any size',
    async run(harness) {
      const { audit, events, readModels } = await harness.open([inline]);
      for (const book of books) {
        await events.append([
          { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] },
        ]);
      }
      const rows = await readModels.scan(catalogueBooksModel, { limit: 100 });
      assert.equal(rows.length, books.length);
      await audit.audit(async (view) => {
        assert.deepEqual(await view.scan(catalogueBooksModel, { limit: 100 }), rows);
        const first = await view.scan(catalogueBooksModel, { limit: 2 });
        const rest = await view.scan(catalogueBooksModel, { after: { book: 'b' }, limit: 100 });
        assert.deepEqual([...first, ...rest], rows);
      });
    },
  },
  {
    name: 'an audit reads rows by their keys',
    async run(harness) {
      const { audit, events, readModels } = await harness.open([inline]);
      for (const book of books) {
        await events.append([
          { streamId: bookStream(book), expectedVersion: 0, events: [acquired(book)] },
        ]);
      }
      const [, b, , d] = await readModels.scan(catalogueBooksModel, { limit: 100 });
      await audit.audit(async (view) => {
        const keys = ['d', 'missing', 'b'].map((book) => ({ book }));
        const found = await view.rows(catalogueBooksModel, keys);
        assert.deepEqual(
          found.toSorted((one, other) => (String(one['book']) < String(other['book']) ? -1 : 1)),
          [b, d],
        );
        assert.deepEqual(await view.rows(catalogueBooksModel, []), []);
      });
    },
  },
  {
    name: 'an audit knows the checkpoints of asynchronous projections, at their own version only',
    async run(harness) {
      const { audit, events, projections } = await harness.open([activity]);
      const given = lentTimes('a', 1, 2);
      await events.append([{ streamId: bookStream('a'), expectedVersion: 0, events: given }]);
      const [, last] = await new LogFollower(events).readUntil(harness.clock, 2);
      assert.ok(last);
      const writes = given.flatMap((event) => activity.project(event));
      await projections.advance({
        projection: activity,
        from: undefined,
        to: last.position,
        writes,
      });
      await audit.audit(async (view) => {
        assert.equal(await view.checkpoint(activity), last.position);
        assert.equal(await view.checkpoint(catalogueActivity(2)), undefined);
        const [row] = await view.scan(catalogueActivityModel, { limit: 10 });
        assert.equal(row?.['loans'], 2);
      });
    },
  },
];

/** The whole log of a view, read page by page. */
async function pages(view: AuditView, limit: number): Promise<readonly StoredEvent[]> {
  const seen: StoredEvent[] = [];
  let after: LogPosition | undefined;
  for (;;) {
    const page = await view.readAll({ ...(after === undefined ? {} : { after }), limit });
    assert.ok(page.events.length <= limit, `a page of ${page.events.length}`);
    if (page.events.length === 0) return seen;
    seen.push(...page.events);
    after = page.next;
  }
}
