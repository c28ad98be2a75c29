import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs the tests of a mutant in the order of {@link inOrderOfCost}: the first failure ends the run. */
export function cheapFirst(slow: readonly string[]): typeof BaseSequencer {
  return class extends BaseSequencer {
    override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return Promise.resolve(inOrderOfCost(files, slow));
    }
  };
}

/** Unit tests, then properties, then the given slow files in their order. */
export function inOrderOfCost<File extends { readonly moduleId: string }>(
  files: readonly File[],
  slow: readonly string[],
): File[] {
  const costOf = ({ moduleId }: File): number => {
    const place = slow.findIndex((file) => moduleId.endsWith(file));
    return place === -1 ? Number(moduleId.includes('.prop.')) : 2 + place;
  };
  return files.toSorted((one, other) => costOf(one) - costOf(other));
}
