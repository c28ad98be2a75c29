import type { RunFailure } from '../../run/run-result.js';
import type { TraceEntry } from '../run-log.js';
import { pageScript } from './page-script.js';
import { pageStyle } from './page-style.js';

/** A run to show. */
export interface PageContent {
  readonly world: string;
  readonly entries: readonly TraceEntry[];
  readonly failure?: RunFailure;
}

/**
 * A run as one HTML file that needs nothing else: a lane for each process, with its calls, faults and lives over virtual
 * time, and every step as a list below. The failure is marked.
 */
export function writePage({ world, entries, failure }: PageContent): string {
  const processes = [...new Set(entries.map(({ process }) => process.replace(/#\d+$/, '')))];
  const data = JSON.stringify({
    processes: processes.filter((name) => name !== ''),
    entries: entries.map(({ atMs, process, kind, what, detail }) => [
      atMs,
      process,
      kind,
      what,
      detail,
    ]),
  });
  const verdict =
    failure === undefined
      ? '<p class="held">Everything held.</p>'
      : `<p class="failed">Does not hold: <b>${escaped(failure.oracle)}</b><br>${escaped(failure.detail)}</p>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Simulation of ${escaped(world)}</title>
<style>${pageStyle}</style>
<h1>Simulation of ${escaped(world)}</h1>
${verdict}
<p class="legend"><span class="call">call</span> <span class="failedCall">failed call</span> <span class="fault">fault</span> <span class="process">start, end</span> <span class="work">work</span> <span class="failure">failure</span></p>
<p><label>Zoom <input id="zoom" type="range" min="1" max="60" value="1"></label>
<label>Find <input id="find" type="search" placeholder="process, port or event"></label></p>
<div id="lanes"></div>
<ol id="steps"></ol>
<script type="application/json" id="run">${data.replaceAll('<', '\\u003c')}</script>
<script>${pageScript}</script>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
