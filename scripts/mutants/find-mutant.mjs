import { runTests } from './run-tests.mjs';

/**
 * @typedef {object} Verdict
 * @property {string} mutant
 * @property {boolean} isFound
 * @property {string} by The world or the file that found it.
 * @property {string} what The oracle or the test.
 * @property {number | undefined} seeds How many seeds were tried.
 * @property {number} seconds
 */

/**
 * Plants a mutant, and tries seeds and then suites until one finds it.
 * @param {string} root
 * @param {import('./mutant.mjs').Mutant} mutant
 * @param {{ readonly seeds: number, readonly tell?: (line: string) => void }} options
 * @returns {Promise<Verdict>}
 */
export async function findMutant(root, mutant, { seeds, tell = () => undefined }) {
  const startedAt = performance.now();
  let tried;
  for (const search of searchesFor(mutant, seeds)) {
    tell(`${mutant.name}: ${search.name}`);
    const result = await runTests(root, mutant.name, search);
    tried ??= result.seeds;
    const { failed } = result;
    if (failed === undefined) continue;
    const what = search.isWorld ? failed.why.replace(/^Error: /, '') : failed.title;
    return { ...verdict(mutant, startedAt, tried), isFound: true, by: search.name, what };
  }
  return { ...verdict(mutant, startedAt, tried), isFound: false, by: '', what: '' };
}

/**
 * @param {import('./mutant.mjs').Mutant} mutant
 * @param {number} startedAt
 * @param {number | undefined} seeds
 */
function verdict({ name }, startedAt, seeds) {
  return { mutant: name, seeds, seconds: (performance.now() - startedAt) / 1_000 };
}

/**
 * @param {import('./mutant.mjs').Mutant} mutant
 * @param {number} seeds
 */
function searchesFor({ world, tests }, seeds) {
  const trySeeds =
    world === undefined
      ? []
      : [
          {
            name: `world ${world}`,
            isWorld: true,
            options: ['--project=seeds'],
            env: { FOLDMART_MUTANT_SEEDS: String(seeds) },
          },
        ];
  const suites = tests.map((file) => ({ name: file, isWorld: false, options: optionsFor(file) }));
  return [...trySeeds, ...suites];
}

/** @param {string} file */
function optionsFor(file) {
  const needsServices =
    file.endsWith('.int.test.ts') && !file.startsWith('packages/adapters-memory');
  return [`--project=${needsServices ? 'int' : 'unit'}`, file];
}
