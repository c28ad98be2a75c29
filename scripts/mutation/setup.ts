import fc from 'fast-check';
import { inject } from 'vitest';

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
