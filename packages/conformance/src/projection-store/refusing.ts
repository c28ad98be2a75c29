import assert from 'node:assert/strict';
import { isPortError, type Projection, type ReadModelWrite } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { rejectionOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { refusedPrograms } from './refused-definitions.js';
import {
  place,
  scriptedProjection,
  shelfChanged,
  shelfModel,
  shelfTallyModel,
} from './shelf-models.js';
import { LogPositions } from './writing.js';

const here = place('a', 1);
const model = shelfModel.name;

/** Writes that do not fit their models, whatever the contents of the tables. */
const refusedWrites: Readonly<Record<string, ReadModelWrite>> = {
  'to a model that no projection has': { op: 'delete', model: 'shelf_bokks', key: here },
  'that sets a column that the model does not have': update({ tittle: 'x' }),
  'that sets a column of the key': update({ place: 2 }),
  'that sets an operational column': update({ checked_at: '2026-02-03T12:00:00Z' }),
  'that adds to text': accumulate({ title: 'x' }),
  'that adds to a timestamp': accumulate({ seen_at: '2026-02-03T12:00:00Z' }),
  'that adds to a column that the model does not have': accumulate({ copy: 1 }),
  'that raises text': accumulate({}, { title: 'x' }),
  'that raises a boolean': accumulate({}, { is_lent: true }),
  'that adds to and raises one column': accumulate({ copies: 1 }, { copies: 1 }),
  'whose key lacks a column': { op: 'delete', model, key: { shelf: 'a' } },
  'that inserts without its key': { op: 'insert', model, row: { shelf: 'a' } },
  'that updates without its key': { op: 'update', model, key: { shelf: 'a' }, set: { copies: 1 } },
  'that copies a column that one model does not have': mirror(shelfTallyModel.name, ['title']),
  'that copies a column of the key': mirror(shelfTallyModel.name, ['shelf']),
  'that copies from a model with another key': mirror('projection_failures', ['copies']),
};

/** Values that a column cannot hold, by column. No store rounds one, or takes it for something else. */
const refusedValues: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  price: {
    'a decimal with 39 digits before the point': '1'.repeat(39),
    'a decimal with 39 digits behind the point': `0.${'1'.repeat(39)}`,
    'the decimal 1e308': 1e308,
    'the decimal 1e-39': '1e-39',
    'the decimal NaN': 'NaN',
    'the decimal Infinity': 'Infinity',
    'text as a decimal': 'a lot',
    'text with a space as a decimal': ' 1 ',
  },
  copies: {
    'an integer beyond 2^53 as text': '9007199254740993',
    'an integer beyond 2^53': 2 ** 53,
    'an integer beyond 64 bits': 1e30,
    'a fraction as an integer': 1.5,
  },
};

const modes: readonly Projection['mode'][] = ['inline', 'async'];

export const refusingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  ...refusedPrograms.map(({ what, projections }) => ({
    name: `opening rejects ${what}`,
    run: async (harness: EventStoreHarness) => {
      const error = await rejectionOf(openingWith(harness, projections), 'opening');
      assert.ok(error instanceof RangeError, String(error));
      await harness.open([]);
    },
  })),
  ...modes.flatMap((mode) =>
    Object.entries(refusedWrites).map(([what, write]) => ({
      name: `${mode}: a change ${what} is rejected, with the rest of its append or step`,
      run: async (harness: EventStoreHarness) => {
        await refuse(harness, mode, write);
      },
    })),
  ),
  ...modes.flatMap((mode) =>
    Object.entries(refusedValues).flatMap(([column, values]) =>
      Object.entries(values).map(([what, value]) => ({
        name: `${mode}: ${what} is rejected with the name of its column, in whichever way it is written`,
        run: (harness: EventStoreHarness) => refuseValue(harness, mode, column, value),
      })),
    ),
  ),
  {
    name: 'a change to a model that the projection does not declare is rejected',
    async run(harness) {
      const tally = { ...scriptedProjection('inline'), models: [shelfTallyModel] };
      const shelf = { ...scriptedProjection('async'), models: [shelfModel] };
      const { events, readModels } = await harness.open([tally, shelf]);
      const change = shelfChanged('undeclared', [{ op: 'insert', model, row: here }]);
      const append = { streamId: 's', expectedVersion: 'any', events: [change] } as const;
      await rejectionOf(events.append([append]), 'the append');
      assert.equal(await readModels.count(shelfModel), 0);
    },
  },
];

/** A store may throw synchronously or reject. */
async function openingWith(
  harness: EventStoreHarness,
  projections: readonly Projection[],
): Promise<unknown> {
  return harness.open(projections);
}

async function refuse(
  harness: EventStoreHarness,
  mode: Projection['mode'],
  write: ReadModelWrite,
): Promise<Error> {
  const projection = scriptedProjection(mode);
  const { events, projections, readModels } = await harness.open([projection]);
  const good: ReadModelWrite = { op: 'insert', model, row: place('good', 1) };
  const writing = async (): Promise<unknown> => {
    if (mode === 'inline') {
      const changes = [shelfChanged('good', [good]), shelfChanged('bad', [write])];
      return events.append([{ streamId: 's', expectedVersion: 'any', events: changes }]);
    }
    const to = await new LogPositions(harness, events).next();
    return projections.advance({ projection, from: undefined, to, writes: [good, write] });
  };
  const error = await rejectionOf(writing(), 'the change');
  assert.ok(isPortError(error) && !error.isRetryable, String(error));
  assert.equal(await readModels.count(shelfModel), 0);
  assert.equal(await projections.checkpoint(projection), undefined);
  return error;
}

async function refuseValue(
  harness: EventStoreHarness,
  mode: Projection['mode'],
  column: string,
  value: unknown,
): Promise<void> {
  const changed = { [column]: value };
  const writes: readonly ReadModelWrite[] = [
    { op: 'insert', model, row: { ...here, ...changed } },
    update(changed),
    accumulate(changed),
    accumulate({}, changed),
  ];
  for (const write of writes) {
    const { message } = await refuse(harness, mode, write);
    assert.ok(message.includes(`${model}.${column}`), `${message} names the column`);
  }
}

function update(set: Readonly<Record<string, unknown>>): ReadModelWrite {
  return { op: 'update', model, key: here, set };
}

function accumulate(
  add: Readonly<Record<string, unknown>>,
  max: Readonly<Record<string, unknown>> = {},
): ReadModelWrite {
  return { op: 'accumulate', model, key: here, add, max };
}

function mirror(from: string, columns: readonly string[]): ReadModelWrite {
  return { op: 'mirror', from, model, key: here, columns };
}
