import type { RecordedReport } from './report.js';

/** A suite as far as coverage goes: its port, and the names of its cases. */
export interface CoveredSuite {
  readonly port: string;
  readonly cases: readonly { readonly name: string }[];
}

/** What the reports of one run are held against. */
export interface Coverage {
  /** The ports that each adapter implements, and so must bind the suite of. */
  readonly required: Readonly<Record<string, readonly string[]>>;
  readonly suites: readonly CoveredSuite[];
  readonly reports: readonly RecordedReport[];
  /** The run that is asked about; a report of another proves nothing. */
  readonly run: string;
  /** Bindings that this run skipped and may skip, as `<adapter>-<port>`. */
  readonly skipped?: ReadonlySet<string>;
}

/** Every way in which the adapters fall short of the suites, a sentence each; empty where they do not. */
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
  if (suite === undefined) return [`there is no suite for ${port}, which ${adapter} is to bind`];
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
