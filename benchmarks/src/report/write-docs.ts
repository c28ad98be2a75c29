import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machineText } from './machine.js';
import { selectionOf, tableOf } from './markdown.js';
import type { RunReport } from './run-report.js';

const inReadme = {
  persist: ['by hand', 'python', 'one by one'],
  publish: ['kafkajs'],
  'append-1': ['bare', 'emmett'],
  'append-16': ['bare', 'emmett'],
  'append-500': ['bare'],
  'load-16': ['bare', 'emmett'],
  follow: ['bare', 'emmett'],
  'rebuild-fold': ['act', 'emmett'],
  'coupons-in-stock': ['one statement each'],
};

/** Replaces what stands between the markers of docs/performance.md and README.md by the tables of a run. */
export function writeDocs(report: RunReport): readonly string[] {
  const { minutes, rounds, scale, machine, startedAt } = report;
  const source = `${startedAt.slice(0, 10)}, ${minutes.toFixed(0)} minutes, ${scale} sizes, medians of ${String(rounds)} rounds, on ${machineText(machine)}.`;
  return [
    replaceBetweenMarkers('docs/performance.md', `${source}\n\n${tableOf(report)}`),
    replaceBetweenMarkers('README.md', `${selectionOf(report, inReadme)}\n\n${source}`),
  ];
}

const marker = /(<!-- measured: npm run bench -- --docs -->\n)[^]*?(<!-- end of measured -->)/;

/** Replaces the text between the markers. Throws an error if there are none. */
export function replaceMeasured(text: string, by: string, path: string): string {
  if (!marker.test(text)) throw new Error(`${path} has no markers for what is measured`);
  return text.replace(marker, (_all, start: string, end: string) => `${start}\n${by}\n\n${end}`);
}

function replaceBetweenMarkers(path: string, by: string): string {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  writeFileSync(file, replaceMeasured(readFileSync(file, 'utf8'), by, path));
  return path;
}
