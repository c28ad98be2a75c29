import { mkdirSync, writeFileSync } from 'node:fs';
import { csvOf } from './csv.js';
import { tableOf } from './markdown.js';
import { pageOf } from './page.js';
import type { RunReport } from './run-report.js';

const path = 'reports/benchmark';

/** Writes a run to `reports/benchmark.json`, `.csv`, `.md` and `.html`; returns the paths. */
export function writeReports(report: RunReport): string {
  mkdirSync('reports', { recursive: true });
  const files = {
    json: `${JSON.stringify(report, null, 2)}\n`,
    csv: csvOf(report),
    md: `${tableOf(report)}\n`,
    html: pageOf(report),
  };
  for (const [ending, text] of Object.entries(files)) writeFileSync(`${path}.${ending}`, text);
  return Object.keys(files)
    .map((ending) => `${path}.${ending}`)
    .join(', ');
}
