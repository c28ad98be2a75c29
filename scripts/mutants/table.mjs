const columns = ['mutant', 'found by', 'what failed', 'seeds', 'seconds'];

/**
 * The verdicts as a table of Markdown.
 * @param {readonly import('./find-mutant.mjs').Verdict[]} verdicts
 * @param {readonly import('./mutant.mjs').Mutant[]} mutants
 */
export function tableOf(verdicts, mutants) {
  const rows = verdicts.map((verdict) => rowOf(verdict, mutants));
  return [columns, columns.map(() => '---'), ...rows].map(lineOf).join('\n');
}

/**
 * @param {import('./find-mutant.mjs').Verdict} verdict
 * @param {readonly import('./mutant.mjs').Mutant[]} mutants
 */
function rowOf({ mutant, isFound, by, what, seeds, seconds }, mutants) {
  const { breaks = mutant, equivalent } = mutants.find(({ name }) => name === mutant) ?? {};
  const finder = isFound ? by : equivalent === undefined ? '**nothing**' : 'equivalent';
  const shown = isFound ? what : (equivalent ?? '');
  return [breaks, finder, shown, seeds === undefined ? '' : String(seeds), seconds.toFixed(1)];
}

/** @param {readonly string[]} cells */
function lineOf(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
