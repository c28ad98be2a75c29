import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { headOf } from '../chart/chart-digest.mjs';
import { cases } from '../chart/render-chart.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rendered = join(root, 'deploy/helm/rendered');

/** Helm is not needed here: the workflow renders the chart again and compares every line. */
it('what is kept of the chart was rendered after its last change', () => {
  const names = cases(root);
  expect(names.length).toBeGreaterThan(3);
  expect(readdirSync(rendered).toSorted()).toEqual(names.map((name) => `${name}.yaml`).toSorted());
  for (const name of names) {
    const [head] = readFileSync(join(rendered, `${name}.yaml`), 'utf8').split(/(?<=\n)/);
    expect(head, `run npm run chart -- --write and look at ${name}.yaml`).toBe(headOf(root, name));
  }
});
