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
 * time, every step as a list below, and what the chosen step has changed. The failure is marked, and where what failed was last seen to hold.
 */
export function writePage({ world, entries, failure }: PageContent): string {
  const processes = [...new Set(entries.map(({ process }) => process.replace(/#\d+$/, '')))];
  const data = JSON.stringify({
    processes: processes.filter((name) => name !== ''),
    heldLines: failure?.heldLines ?? 0,
    entries: entries.map(({ atMs, process, kind, what, detail, before = '' }) => [
      atMs,
      process,
      kind,
      what,
      detail,
      before,
    ]),
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Simulation of ${escaped(world)}</title>
<style>${pageStyle}</style>
<h1>Simulation of ${escaped(world)}</h1>
${verdictOn(failure, entries)}
<p class="legend"><span class="call">call</span> <span class="failedCall">failed call</span> <span class="fault">fault</span> <span class="process">start, end</span> <span class="work">work</span> <span class="state">change</span> <span class="failure">failure</span></p>
<p><label>Zoom <input id="zoom" type="range" min="1" max="60" value="1"></label>
<label>Find <input id="find" type="search" placeholder="process, port or event"></label>
<label><input id="states" type="checkbox" checked> changes among the steps</label></p>
<div id="lanes"></div>
<div id="run"><ol id="steps"></ol><aside id="changes"></aside></div>
<script type="application/json" id="data">${data.replaceAll('<', '\\u003c')}</script>
<script>${pageScript}</script>
</html>
`;
}

function verdictOn(failure: RunFailure | undefined, entries: readonly TraceEntry[]): string {
  if (failure === undefined) return '<p class="held">Everything held.</p>';
  const { oracle, detail, heldLines = 0 } = failure;
  const text = `Does not hold: <b>${escaped(oracle)}</b><br>${escaped(detail)}`;
  const last = entries[heldLines - 1];
  const held =
    last === undefined
      ? ''
      : `\n<p class="held">It last held after step ${String(heldLines)}, at ${(last.atMs / 1_000).toFixed(3)} s (dashed). Step ${String(heldLines + 1)} is chosen.</p>`;
  return `<p class="failed">${text}</p>${held}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
