import { AssertionError } from 'node:assert/strict';
import type { ConformanceCase, ConformanceSuite, Harness } from '@foldmart/conformance';
import { isPortError, isValidationError, isVersionConflictError } from '@foldmart/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/** A way to break a contract, and the cases that must fail. */
export interface Mutant<Mutation> {
  readonly what: string;
  readonly mutate: Mutation;
  readonly caughtBy: readonly string[];
}

/** Creates a test per mutant and case: the case must fail on the mutant. */
export function itRejects<CaseHarness extends Harness, Mutation>(
  suite: ConformanceSuite<CaseHarness>,
  harnessOf: (mutate: Mutation) => CaseHarness,
  mutants: readonly Mutant<Mutation>[],
): void {
  for (const { what, mutate, caughtBy } of mutants) {
    it.each([...caughtBy])(`${what} is noticed: %s`, async (name) => {
      const harness = harnessOf(mutate);
      const failure = await failureOf(caseOf(suite, name), harness);
      await harness.dispose();
      expect(failure, `the case passed on a mutant: ${what}`).toBeDefined();
    });
  }
}

/** Creates a test per case that it passes without a mutation, so that only the mutants can fail it. */
export function itAccepts<CaseHarness extends Harness, Mutation>(
  suite: ConformanceSuite<CaseHarness>,
  harness: () => CaseHarness,
  mutants: readonly Mutant<Mutation>[],
): void {
  const names = new Set(mutants.flatMap(({ caughtBy }) => caughtBy));
  it.each([...names])('what is not broken passes: %s', async (name) => {
    const sound = harness();
    await caseOf(suite, name).run(sound);
    await sound.dispose();
  });
}

function caseOf<CaseHarness>(
  { port, cases }: ConformanceSuite<CaseHarness>,
  name: string,
): ConformanceCase<CaseHarness> {
  const found = cases.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no case of ${port} is called: ${name}`);
  return found;
}

/** The failure of the case, or undefined if it passes. Errors of the mutant itself are thrown. */
async function failureOf<CaseHarness>(
  { run }: ConformanceCase<CaseHarness>,
  harness: CaseHarness,
): Promise<unknown> {
  try {
    await withSameInputs(() => run(harness));
    return undefined;
  } catch (error) {
    if (isFinding(error)) return error;
    throw error;
  }
}

/** Runs properties with a fixed seed, so that it is no matter of chance whether a mutant is found. */
async function withSameInputs(run: () => Promise<void>): Promise<void> {
  const configured = fc.readConfigureGlobal();
  fc.configureGlobal({ ...configured, seed: 1 });
  try {
    await run();
  } finally {
    fc.configureGlobal(configured);
  }
}

/** A failed assertion, directly or as the cause of a failed property, or an error that the port may throw. */
function isFinding(error: unknown): boolean {
  const isAnswer = isPortError(error) || isValidationError(error) || isVersionConflictError(error);
  if (isAnswer || error instanceof AssertionError) return true;
  return error instanceof Error && error.cause !== undefined && isFinding(error.cause);
}
