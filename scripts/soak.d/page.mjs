import { chart } from './chart.mjs';
import { pageStyle } from './page-style.mjs';
import { resultOf } from './result.mjs';

/**
 * @typedef {object} Report
 * @property {readonly import('./sampler.mjs').Sample[]} samples
 * @property {ReturnType<typeof import('./pauses.mjs').recoveriesByName>} recoveries
 */

/**
 * A page without anything from outside: figures, faults and charts.
 * @param {Report & import('./state.mjs').SoakState} report
 */
export function soakPage(report) {
  const { seed, elapsedMs, acknowledged, faults, samples, recoveries, checks, rushes, ends } =
    report;
  const facts = [
    ['result', resultOf(report)],
    ['seed', seed],
    ['minutes', (elapsedMs / 60_000).toFixed(1)],
    ['orders acknowledged', acknowledged.toLocaleString('en')],
    ['faults', String(faults.length)],
    [
      'coupon rushes',
      `${rushes.filter(({ code }) => code === 0).length} of ${rushes.length} to their end`,
    ],
    ['processes that ended by themselves', String(ends.length)],
    ['sessions', String(report.sessions)],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Soak ${escaped(seed)}</title><style>${pageStyle}</style></head><body><main>
<h1>Soak</h1>
<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value ?? '')}</dd></div>`).join('')}</dl>
${charts(samples, faultTimes(report))}
<h2>Time to recover</h2>
${table(
  ['fault', 'times', 'longest pause: median', 'worst', 'after the heal: median', 'worst'],
  recoveries.map(({ name, count, pause, recovery }) => [
    name,
    String(count),
    ...[pause.medianMs, pause.worstMs, recovery.medianMs, recovery.worstMs].map(seconds),
  ]),
)}
<p>A pause is the time that a partition of <code>orders</code> had no new order in the log. After the heal, the time until no partition paused longer than 2 s.</p>
<h2>Checks</h2>
${table(
  ['check', 'times that it held'],
  Object.entries(checks).map(([name, times]) => [name, String(times)]),
)}
<h2>Faults</h2>
${table(
  ['', 'fault', 'target', 'lasted', 'longest pause', 'after the heal'],
  faults.map(({ number, name, target, seconds: lasted, recovery }) => [
    String(number),
    name,
    target,
    `${lasted} s`,
    seconds(recovery?.longestPauseMs),
    seconds(recovery?.recoveryMs),
  ]),
)}
${
  ends.length === 0
    ? ''
    : `<h2>Processes that ended by themselves</h2>${table(
        ['after', 'process', 'exit code'],
        ends.map(({ atMs, name, how }) => [seconds(atMs), name, how]),
      )}`
}
</main></body></html>
`;
}

/** Marks of faults on the time axis of the samples. @param {Parameters<typeof soakPage>[0]} report */
function faultTimes({ faults }) {
  return faults.map(({ elapsedMs, name }) => ({ atMs: elapsedMs, name }));
}

/**
 * @param {readonly import('./sampler.mjs').Sample[]} samples
 * @param {readonly { atMs: number, name: string }[]} marks
 */
function charts(samples, marks) {
  const names = [...new Set(samples.flatMap(({ processes }) => Object.keys(processes)))].sort();
  /** @param {'rssMb' | 'handles'} figure */
  const byProcess = (figure) =>
    names.map((name) => ({
      name,
      points: samples.map(({ atMs, processes }) => ({
        atMs,
        value: processes[name]?.[figure] ?? null,
      })),
    }));
  /** @param {'lag' | 'behind' | 'perSecond' | 'connections' | 'diskMb'} figure @param {string} name */
  const one = (figure, name) => [
    { name, points: samples.map((sample) => ({ atMs: sample.atMs, value: sample[figure] })) },
  ];
  return [
    chart('Events appended per second', one('perSecond', 'events'), marks),
    chart('Lag of the consumer groups, messages', one('lag', 'lag'), marks),
    chart('Events that the slowest projection lacks', one('behind', 'events'), marks),
    chart('Memory of each process (RSS), MB', byProcess('rssMb'), marks),
    chart('Open handles of each process', byProcess('handles'), marks),
    chart('Connections to the database', one('connections', 'connections'), marks),
    chart('Disk of the services, MB', one('diskMb', 'MB'), marks),
  ].join('\n');
}

/** @param {number | undefined} ms */
function seconds(ms) {
  return ms === undefined ? '' : `${(ms / 1_000).toFixed(1)} s`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  /** @param {string} tag @param {readonly string[]} cells */
  const line = (tag, cells) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${line('th', head)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table></div>`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
