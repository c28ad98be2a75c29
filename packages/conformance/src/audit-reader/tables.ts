import assert from 'node:assert/strict';
import type { Projection } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { catalogue, catalogueActivity } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';

const inline = catalogue(1);
const activity = catalogueActivity(1);

export const tableCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an audit lists the tables of read models, and none of the store itself',
    async run(harness) {
      const { audit } = await harness.open([inline, activity]);
      const tables = await audit.audit((view) => view.tables());
      assert.deepEqual(tables, modelNames(inline, activity));
    },
  },
  {
    name: 'an audit lists tables that only another program declared',
    async run(harness) {
      await harness.open([inline, activity]);
      const { audit } = await harness.open([inline]);
      const tables = await audit.audit((view) => view.tables());
      assert.deepEqual(tables, modelNames(inline, activity));
    },
  },
  {
    name: 'an audit does not list the unfinished tables of a rebuild',
    async run(harness) {
      const { audit, rebuilds } = await harness.open([inline, activity]);
      const plan = { id: activity.name, projections: [activity] };
      await rebuilds.begin(plan);
      const during = await audit.audit((view) => view.tables());
      assert.deepEqual(during, modelNames(inline, activity));
      await rebuilds.discard(plan.id);
    },
  },
];

function modelNames(...projections: readonly Projection[]): readonly string[] {
  const names = projections.flatMap(({ models }) => models.map(({ name }) => name));
  return [...new Set(names)].sort();
}
