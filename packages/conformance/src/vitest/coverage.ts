import type { RecordedReport } from './report.js';

/** The part of a suite that coverage needs: its port, and the names of its cases. */
export interface CoveredSuite {
  readonly port: string;
  readonly cases: readonly { readonly name: string }[];
}

/** What the reports of one run are compared with. */
export interface Coverage {
  /** The ports that each adapter implements. The adapter must bind the suites of these ports. */
  readonly required: Readonly<Record<string, readonly string[]>>;
  readonly suites: readonly CoveredSuite[];
  readonly reports: readonly RecordedReport[];
  /** The id of this run. A report of another run proves nothing. */
  readonly run: string;
  /** Bindings that this run skipped and may skip, as `<adapter>-<port>`. */
  readonly skipped?: ReadonlySet<string>;
}

/**
 * Lists every required case that an adapter has not run and passed, one sentence each. Empty if
 * coverage is complete.
 */
export function coverageFaults(coverage: Coverage): readonly string[] {
  return Object.entries(coverage.required).flatMap(([adapter, ports]) =>
    ports.flatMap((port) => bindingFaults(coverage, adapter, port)),
  );
}

function bindingFaults(
  { suites, reports, run, skipped }: Coverage,
  adapter: string,
  port: string,
): readonly string[] {
  if (skipped?.has(`${adapter}-${port}`) === true) return [];
  const suite = suites.find((candidate) => candidate.port === port);
  if (suite === undefined) return [`there is no suite for ${port}, which ${adapter} must bind`];
  const report = reports.find((found) => found.adapter === adapter && found.port === port);
  if (report === undefined) return [`${adapter} has not bound the suite of ${port}`];
  if (report.run !== run) return [`${adapter} has not run the suite of ${port} in this run`];
  return nameFaults(suite, report);
}

function nameFaults(suite: CoveredSuite, { adapter, port, passed }: RecordedReport): string[] {
  const names = suite.cases.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const missing = names.filter((name) => !passed.includes(name));
  const strange = passed.filter((name) => !names.includes(name));
  return [
    ...twice.map((name) => `the suite of ${port} has two cases called: ${name}`),
    ...missing.map((name) => `${adapter} did not run and pass this case of ${port}: ${name}`),
    ...strange.map((name) => `${adapter} ran a case of ${port} that no other runs: ${name}`),
  ];
}
