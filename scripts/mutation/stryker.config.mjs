import { partsNamed } from './parts.mjs';

const [part] = partsNamed([process.env['FOLDMART_MUTATION_PART'] ?? '']);
if (part === undefined) throw new RangeError('FOLDMART_MUTATION_PART names no part');

export default {
  mutate: [`packages/core/src/${part.name}/**/*.ts`],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', `${import.meta.dirname}/progress-reporter.mjs`],
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env['FOLDMART_MUTATION_WORKERS'] ?? 1),
  // A mutant that is only slow, on a busy machine, must not count as found.
  timeoutMS: 60_000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: `reports/mutation/${part.name}.progress.json`,
  force: process.env['FOLDMART_MUTATION_FRESH'] === '1',
  tempDirName: `.cache/mutation/${part.name}`,
  ignorePatterns: ['reports', 'dist', '.types', '.turbo', '**/*.tsbuildinfo', 'docs', 'deploy'],
  reporters: ['progress-append-only', 'progress-file', 'json', 'html'],
  jsonReporter: { fileName: `reports/mutation/${part.name}.json` },
  htmlReporter: { fileName: `reports/mutation/${part.name}.html` },
};
