/**
 * @typedef {{ readonly status: string, readonly mutatorName: string, readonly replacement?: string, readonly location: { readonly start: { readonly line: number } } }} MutantResult
 * @typedef {{ readonly files: Readonly<Record<string, { readonly mutants: readonly MutantResult[] }>>, readonly testFiles?: Readonly<Record<string, { readonly tests: readonly object[] }>> }} MutationReport What Stryker writes as JSON.
 * @typedef {{ readonly part: string, readonly killed: number, readonly timedOut: number, readonly survived: number }} Score
 */

const missed = ['Survived', 'NoCoverage'];

/**
 * What became of the mutants of a part. One that no test runs counts as survived; one that cannot be compiled does not count.
 * @param {string} part
 * @param {MutationReport} report
 * @returns {Score}
 */
export function scoreOf(part, { files }) {
  const all = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (/** @type {readonly string[]} */ statuses) =>
    all.filter((status) => statuses.includes(status)).length;
  return {
    part,
    killed: count(['Killed']),
    timedOut: count(['Timeout']),
    survived: count(missed),
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
    mutants
      .filter(({ status }) => missed.includes(status))
      .map(({ location, mutatorName, replacement = '' }) => {
        const shown = replacement.replaceAll('\n', ' ').slice(0, 80);
        return `${file}:${location.start.line} ${mutatorName} => ${shown}`;
      }),
  );
}
