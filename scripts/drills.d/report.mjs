/** @param {readonly import('./drill-table.mjs').Row[]} rows */
export function listing(rows) {
  const lines = rows.flatMap(({ row, fault, suites }) => [
    `${String(row).padStart(2)}  ${fault}`,
    ...suites.flatMap(({ file, tests, isLong }) => [
      `      ${file}${isLong === true ? ' (long)' : ''}`,
      ...tests.map((name) => `        ${name}`),
    ]),
  ]);
  return `${lines.join('\n')}\n`;
}

/**
 * @param {readonly import('./outcomes.mjs').Outcome[]} outcomes
 * @param {string} seed
 */
export function markdown(outcomes, seed) {
  const passed = outcomes.filter(({ result }) => result === 'passed').length;
  const rows = outcomes.map(
    ({ row, fault, result, tests, seconds, figures }) =>
      `| ${row} | ${fault} | ${result} | ${tests} | ${seconds.toFixed(1)} | ${figuresText(figures)} |`,
  );
  const failures = outcomes.flatMap(({ row, failures: names }) =>
    names.map((name) => `- ${row}: ${name}`),
  );
  return [
    '# Drills',
    '',
    `${passed} of ${outcomes.length} rows passed, Node ${process.version}, seed ${seed}.`,
    '',
    '| row | fault | result | tests | seconds | figures |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...(failures.length === 0 ? [] : ['', '## Failed', '', ...failures]),
    '',
  ].join('\n');
}

/** @param {Readonly<Record<string, number>>} figures */
function figuresText(figures) {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toLocaleString('en')}`)
    .join(', ');
}
