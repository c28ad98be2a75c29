import { partsNamed } from './parts.mjs';

const [part] = partsNamed([process.env['FOLDMART_MUTATION_PART'] ?? '']);
if (part === undefined) throw new RangeError('FOLDMART_MUTATION_PART names no part');

export default {
  mutate: [`packages/core/src/${part.name}/**/*.ts`],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env['FOLDMART_MUTATION_WORKERS'] ?? 1),
  timeoutMS: 10_000,
  tempDirName: '.cache/mutation',
  ignorePatterns: ['reports', 'dist', '.types', '.turbo', '**/*.tsbuildinfo', 'docs', 'deploy'],
  reporters: ['progress-append-only', 'json', 'html'],
  jsonReporter: { fileName: `reports/mutation/${part.name}.json` },
  htmlReporter: { fileName: `reports/mutation/${part.name}.html` },
};
