import fc from 'fast-check';
import { beforeEach, inject, vi } from 'vitest';
import { limitDatabase, stepLimit } from './step-limit.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** From the vitest runner of Stryker. */
    readonly mutantActivation: 'runtime' | 'static';
  }
}

declare global {
  /** The state of Stryker in a process. */
  var __stryker__: { activeMutant?: string } | undefined;
}

// One seed, so that two runs find the same mutants. The smallest counterexample is of no use here.
fc.configureGlobal({ seed: 1, endOnFailure: true });

// Test files share a process. A mutant of the previous file is not active while the next one is imported.
if (globalThis.__stryker__ !== undefined && inject('mutantActivation') !== 'static') {
  delete globalThis.__stryker__.activeMutant;
}

// Only tests open databases: a mutant that breaks this set-up would end its run without a failed test.
vi.mock(import('@foldmart/adapters-memory'), async (importOriginal) => {
  const original = await importOriginal();
  const createMemoryDatabase: typeof original.createMemoryDatabase = (...given) =>
    limitDatabase(original.createMemoryDatabase(...given));
  return { ...original, createMemoryDatabase };
});

// Of the tests that are scored, unit tests take 17,000 steps at most, and properties 560,000.
beforeEach(({ task }) => {
  stepLimit.restart(task.file.name.includes('.prop.') ? 3_000_000 : 100_000);
});
