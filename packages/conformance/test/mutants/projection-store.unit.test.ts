import { projectionStoreSuite } from '@foldmart/conformance';
import type { ReadModelWrite, Row } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import {
  changingColumn,
  changingIncoming,
  changingReadModels,
  changingSteps,
  changingWrites,
  writeRows,
} from './store-mutants.js';

const agreement = 'async: rows agree with the model over random writes';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that applies inserts before updates',
    mutate: changingWrites((writes) => [
      ...writes.filter(({ op }) => op === 'insert'),
      ...writes.filter(({ op }) => op !== 'insert'),
    ]),
    caughtBy: [
      'async: an update of a missing row does nothing, even if the row is inserted after it',
      'async: an insert does not change a row that accumulating has created',
      'async: a mirror without a target row does nothing, even if that row is inserted after it',
      agreement,
    ],
  },
  {
    what: 'a store that mirrors when all else is written',
    mutate: changingWrites((writes) => [
      ...writes.filter(({ op }) => op !== 'mirror'),
      ...writes.filter(({ op }) => op === 'mirror'),
    ]),
    caughtBy: [
      'async: a mirror copies the values at its place in the order',
      'async: a mirror between an insert and an update: the update wins',
      agreement,
    ],
  },
  {
    what: 'a store that applies only the first of several updates of a row',
    mutate: changingWrites((writes) =>
      writes.filter(
        (write, index) =>
          write.op !== 'update' ||
          !writes.slice(0, index).some((other) => isUpdateOf(other, write.key)),
      ),
    ),
    caughtBy: ['async: the last of several updates of a column wins', agreement],
  },
  {
    what: 'a store whose inserts replace',
    mutate: changingWrites((writes) =>
      writes.flatMap((write): readonly ReadModelWrite[] =>
        write.op === 'insert'
          ? [write, { op: 'update', model: write.model, key: write.row, set: write.row }]
          : [write],
      ),
    ),
    caughtBy: [
      'async: a second insert does not change the row',
      'async, write by write: a second insert does not change the row',
      agreement,
    ],
  },
  {
    what: 'a store that raises to whatever comes last',
    mutate: changingWrites((writes) =>
      writes.flatMap((write): readonly ReadModelWrite[] =>
        write.op === 'accumulate' && write.max !== undefined
          ? [write, { op: 'update', model: write.model, key: write.key, set: write.max }]
          : [write],
      ),
    ),
    caughtBy: [
      'async: raising keeps the later time, by its instant and not by its text',
      'async: raising keeps the higher number, by its value and not by its text',
      agreement,
    ],
  },
  {
    what: 'a store that adds up floating-point numbers',
    mutate: changingColumn('price', (value) => String(Number(value))),
    caughtBy: [
      'async: accumulating adds exactly, from null as from zero',
      'inline: accumulating adds exactly, from null as from zero',
      'inline: values of a column of type decimal are read in their canonical form',
    ],
  },
  {
    what: 'a store that reads decimals as they were written',
    mutate: changingColumn('price', (value) => `${String(value)}0`),
    caughtBy: [
      'async: values of a column of type decimal are read in their canonical form',
      'inline: rows agree with the model over random writes',
    ],
  },
  {
    what: 'a store with milliseconds',
    mutate: changingColumn('seen_at', (value) => `${String(value).slice(0, -4)}000Z`),
    caughtBy: [
      'inline: values of a column of type timestamp are read in their canonical form',
      'inline: raising keeps the later time, by its instant and not by its text',
    ],
  },
  {
    what: 'a store that reads timestamps in a zone of its own',
    mutate: changingColumn('seen_at', (value) => String(value).replace('Z', '+00:00')),
    caughtBy: ['async: values of a column of type timestamp are read in their canonical form'],
  },
  {
    what: 'a store that reads empty text as null',
    mutate: changingColumn('title', (value) => (value === '' ? null : value)),
    caughtBy: ['inline: values of a column of type text are read in their canonical form'],
  },
  {
    what: 'a store that reads false as null',
    mutate: changingColumn('is_lent', (value) => (value === false ? null : value)),
    caughtBy: ['inline: values of a column of type boolean are read in their canonical form'],
  },
  {
    what: 'a store that reads integers as text',
    mutate: changingColumn('copies', String),
    caughtBy: ['inline: values of a column of type integer are read in their canonical form'],
  },
  {
    what: 'a store that reads JSON as text',
    mutate: changingColumn('notes', (value) => JSON.stringify(value)),
    caughtBy: [
      'inline: values of a column of type json are read in their canonical form',
      agreement,
    ],
  },
  {
    what: 'a store that lets events write operational columns',
    mutate: changingReadModels((readModels) => ({
      async get(model, key) {
        const row = await readModels.get(model, key);
        return row && { ...row, checked_at: '2026-02-03T12:00:00.000000Z' };
      },
    })),
    caughtBy: [
      'inline: an insert adds its fields, and ignores fields that are not columns written by events',
    ],
  },
  {
    what: 'a store that forgets defaults',
    mutate: changingColumn('copies', (value) => (value === 1 ? null : value)),
    caughtBy: ['inline: an insert adds a row, with defaults'],
  },
  {
    what: 'a store that projects the first event of an append',
    mutate: changingIncoming((event) =>
      event.id.endsWith('/0') || !event.id.includes('/') ? event : { ...event, type: 'ignored' },
    ),
    caughtBy: [
      'inline: the last of several updates of a column wins',
      'inline: rows agree with the model over random writes',
    ],
  },
  {
    what: 'a store that sorts text as a language does',
    mutate: scanning((rows) =>
      [...rows].sort((one, other) => String(one['shelf']).localeCompare(String(other['shelf']))),
    ),
    caughtBy: ['rows are read in key order: text by its bytes, numbers by their value'],
  },
  {
    what: 'a store that sorts text by its UTF-16 units',
    mutate: scanning((rows) =>
      [...rows].sort((one, other) => (String(one['shelf']) < String(other['shelf']) ? -1 : 1)),
    ),
    caughtBy: ['rows are read in key order: text by its bytes, numbers by their value'],
  },
  {
    what: 'a store that starts a page with the row of the given key',
    mutate: changingReadModels((readModels) => ({
      async scan(model, { after, limit }) {
        const rows = await readModels.scan(model, { limit: 10_000 });
        if (after === undefined) return rows.slice(0, limit);
        const start = rows.findIndex((row) => isSameKey(row, after));
        return rows.slice(start < 0 ? 0 : start, start + limit);
      },
    })),
    caughtBy: ['reading continues after any key, even one that does not exist'],
  },
  {
    what: 'a store that finds rows by the first column of their key',
    mutate: changingReadModels((readModels) => ({
      get: async (model, key) =>
        (await readModels.scan(model, { limit: 10_000 })).find(
          (row) => row['shelf'] === key['shelf'],
        ),
    })),
    caughtBy: ['rows are counted, and found by their whole key', agreement],
  },
  {
    what: 'a store that takes a step at any checkpoint',
    mutate: changingSteps((projections) => ({
      async advance(step) {
        const from = await projections.checkpoint(step.projection);
        return projections.advance({ ...step, from });
      },
    })),
    caughtBy: [
      'a repeated step changes nothing',
      'a step from a checkpoint that was never reached changes nothing',
    ],
  },
  {
    what: 'a store that checks the checkpoint and then writes',
    mutate: changingSteps((projections) => ({
      async advance(step) {
        if ((await projections.checkpoint(step.projection)) !== step.from) return false;
        await new Promise((resolve) => setImmediate(resolve));
        const from = await projections.checkpoint(step.projection);
        return projections.advance({ ...step, from });
      },
    })),
    caughtBy: ['of many concurrent attempts at the same step, one succeeds'],
  },
  {
    what: 'a store that writes and then moves the checkpoint',
    mutate: changingSteps((projections, instance) => ({
      async advance({ projection, from, to, writes }) {
        for (const write of writes) await writeRows(instance, [write]);
        return projections.advance({ projection, from, to, writes: [] });
      },
    })),
    caughtBy: [
      'a failed step leaves neither writes nor a checkpoint',
      'a repeated step changes nothing',
    ],
  },
  {
    what: 'a store that does not move the checkpoint if nothing is written',
    mutate: changingSteps((projections) => ({
      advance: async (step) => step.writes.length === 0 || projections.advance(step),
    })),
    caughtBy: ['a step without writes moves the checkpoint'],
  },
];

itRejects(projectionStoreSuite, storeHarness, mutants);
itAccepts(projectionStoreSuite, () => storeHarness((instance) => instance), mutants);

function scanning(change: (rows: readonly Row[]) => readonly Row[]): StoreMutation {
  return changingReadModels((readModels) => ({
    async scan(model, { after, limit }) {
      const rows = change(await readModels.scan(model, { limit: 10_000 }));
      const start = after === undefined ? 0 : rows.findIndex((row) => isSameKey(row, after)) + 1;
      return rows.slice(start, start + limit);
    },
  }));
}

function isUpdateOf(write: ReadModelWrite, key: Row): boolean {
  return write.op === 'update' && isSameKey(write.key, key);
}

function isSameKey(one: Row, other: Row): boolean {
  return one['shelf'] === other['shelf'] && one['place'] === other['place'];
}
