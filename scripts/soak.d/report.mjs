import { writeFileSync } from 'node:fs';
import { reportFolder } from './folders.mjs';
import { soakPage } from './page.mjs';
import { recoveriesByName } from './pauses.mjs';
import { resultOf } from './result.mjs';
import { readSamples } from './sampler.mjs';

/**
 * Writes the report of a soak as JSON and as a page, and returns its result in a line.
 * @param {import('./state.mjs').SoakState} state
 */
export function writeReport(state) {
  const samples = readSamples();
  const recoveries = recoveriesByName(state.faults);
  const report = { ...state, recoveries, samples };
  writeFileSync(`${reportFolder}report.json`, `${JSON.stringify(report, undefined, 1)}\n`);
  writeFileSync(`${reportFolder}report.html`, soakPage(report));
  return resultOf(state);
}
