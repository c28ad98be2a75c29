import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly status: string;
    }[];
  }[];
}

/**
 * The bindings whose cases the main run skipped because no services were available, as
 * `<adapter>-<port>`. Under `CI=true`, none may be skipped.
 */
export function skippedBindings(root: string): ReadonlySet<string> {
  const file = join(root, 'reports/vitest-main.json');
  if (process.env['CI'] === 'true' || !existsSync(file)) return new Set();
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const cases = testResults.flatMap(({ assertionResults }) => assertionResults);
  const [skipped, run] = [new Set<string>(), new Set<string>()];
  for (const { ancestorTitles, status } of cases) {
    const binding = ancestorTitles[0]?.replace(': ', '-') ?? '';
    (status === 'skipped' || status === 'pending' ? skipped : run).add(binding);
  }
  return new Set([...skipped].filter((binding) => !run.has(binding)));
}
