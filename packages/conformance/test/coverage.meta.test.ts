import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as conformance from '@foldmart/conformance';
import * as shop from '@foldmart/conformance/shop';
import {
  coverageFaults,
  currentRun,
  readReports,
  workspaceRoot,
} from '@foldmart/conformance/vitest';
import { expect, it } from 'vitest';
import { codecBindings, processPorts, requiredBindings } from './required-bindings.js';
import { skippedBindings } from './skipped-bindings.js';

const root = workspaceRoot(process.cwd());

const suites = [...Object.values(conformance), ...Object.values(shop)].filter(
  (exported) => 'cases' in exported,
);

it('every adapter ran and passed every case of every port it implements', () => {
  const faults = coverageFaults({
    required: { ...requiredBindings, ...codecBindings },
    suites,
    reports: readReports(),
    run: currentRun(),
    skipped: skippedBindings(root),
  });
  expect(faults).toEqual([]);
});

it('every adapter package is listed in the table of required bindings', () => {
  const packages = readdirSync(join(root, 'packages'))
    .filter((name) => name.startsWith('adapters-'))
    .map((name) => name.slice('adapters-'.length));
  expect(packages.sort()).toEqual(Object.keys(requiredBindings).sort());
});

it('memory implements every port that another adapter implements', () => {
  const ports = new Set(Object.values(requiredBindings).flat());
  const inMemory = [...(requiredBindings['memory'] ?? []), ...processPorts];
  expect([...ports].sort()).toEqual(inMemory.sort());
  const ofCodecs = new Set(Object.values(codecBindings).flat());
  expect(suites.map(({ port }) => port).sort()).toEqual([...ports, ...ofCodecs].sort());
});
