import { configDefaults, defineConfig } from 'vitest/config';
import { sourceAliases } from './scripts/vitest/source-aliases.js';

const WORKSPACES = '{packages/*,examples/*,benchmarks,scripts}';
const MEMORY_ADAPTERS = 'packages/adapters-memory/test/**/*.{int,conformance}.test.ts';

/** Drills kill whole sets of services and take minutes: `npm run test:full`, `npm run drills`. */
const isFull = process.env['FOLDMART_FULL'] === '1';

/**
 * Tests with services share a machine with other programs. In CI a test that fails runs once more; the run prints its
 * first error, and fails if more than a few need it.
 */
const retry = process.env['CI'] === 'true' ? 1 : 0;

const withServices = {
  retry,
  globalSetup: ['./scripts/vitest/services.ts'],
  setupFiles: ['./scripts/vitest/service-settings.ts'],
  runner: './scripts/vitest/service-runner.ts',
};

const withPrograms = {
  ...withServices,
  globalSetup: [
    './scripts/vitest/bundles.ts',
    './scripts/vitest/browser.ts',
    ...withServices.globalSetup,
  ],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** One file after another: those that kill servers share one set of them. */
const drills = {
  test: {
    name: 'drill',
    include: [`${WORKSPACES}/test/**/*.drill.test.ts`],
    ...withPrograms,
    globalSetup: ['./scripts/vitest/faketime.ts', ...withPrograms.globalSetup],
    maxWorkers: 1,
    sequence: { groupOrder: 3 },
  },
};

/** The memory adapters need no services, so their conformance tests run with the unit tests. */
export default defineConfig({
  test: {
    // Tests wait for timers, servers and processes about a third of their time.
    maxWorkers: 3,
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/vitest-partial.json' },
    projects: [
      {
        resolve: { alias: sourceAliases() },
        test: {
          name: 'unit',
          include: [`${WORKSPACES}/test/**/*.{unit,prop}.test.ts`, MEMORY_ADAPTERS],
          testTimeout: 30_000,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias: sourceAliases() },
        test: {
          name: 'int',
          include: [`${WORKSPACES}/test/**/*.{int,conformance}.test.ts`],
          exclude: [...configDefaults.exclude, MEMORY_ADAPTERS],
          ...withServices,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: [`${WORKSPACES}/test/**/*.e2e.test.ts`],
          ...withPrograms,
          sequence: { groupOrder: 2 },
        },
      },
      ...(isFull ? [drills] : []),
      {
        resolve: { alias: sourceAliases() },
        test: {
          name: 'meta',
          include: [`${WORKSPACES}/test/**/*.meta.test.ts`],
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
