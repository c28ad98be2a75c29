/**
 * @typedef {{ readonly status: string, readonly mutatorName: string, readonly replacement?: string, readonly location: { readonly start: { readonly line: number, readonly column: number } } }} MutantResult
 * @typedef {{ readonly files: Readonly<Record<string, { readonly mutants: readonly MutantResult[] }>>, readonly testFiles?: Readonly<Record<string, { readonly tests: readonly object[] }>> }} MutationReport What Stryker writes as JSON.
 * @typedef {{ readonly part: string, readonly killed: number, readonly timedOut: number, readonly survived: number }} Score
 */

/**
 * Whether no test has found a mutant. One that no test runs counts as survived.
 * @param {MutantResult} mutant
 */
export function isMissed({ status }) {
  return status === 'Survived' || status === 'NoCoverage';
}

/**
 * What became of the mutants of a part. One that cannot be compiled does not count.
 * @param {string} part
 * @param {MutationReport} report
 * @returns {Score}
 */
export function scoreOf(part, { files }) {
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const count = (/** @type {string} */ wanted) =>
    all.filter(({ status }) => status === wanted).length;
  return {
    part,
    killed: count('Killed'),
    timedOut: count('Timeout'),
    survived: all.filter(isMissed).length,
  };
}

/**
 * The scores as a table of Markdown.
 * @param {readonly Score[]} scores
 */
export function tableOf(scores) {
  const rows = scores.map(({ part, killed, timedOut, survived }) => {
    const found = killed + timedOut;
    const all = found + survived;
    const percent = all === 0 ? '' : `${((100 * found) / all).toFixed(1)} %`;
    return `| ${part} | ${all} | ${killed} | ${timedOut} | ${survived} | ${percent} |`;
  });
  return [
    '| part | mutants | killed | timed out | survived | score |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/**
 * A line for each mutant that no test has killed.
 * @param {MutationReport} report
 * @returns {readonly string[]}
 */
export function survivorsOf({ files }) {
  return Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants.filter(isMissed).map(({ location: { start }, mutatorName, replacement = '' }) => {
      const shown = replacement.replaceAll('\n', ' ').slice(0, 80);
      return `${file}:${start.line}:${start.column} ${mutatorName} => ${shown}`;
    }),
  );
}
