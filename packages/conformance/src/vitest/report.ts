import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The cases of a suite that an adapter ran and passed. */
export interface BindingReport {
  readonly adapter: string;
  readonly port: string;
  readonly passed: readonly string[];
}

/** A report file, with the id of the run that wrote it. */
export interface RecordedReport extends BindingReport {
  readonly run: string;
}

const defaultDirectory = 'reports/conformance';

/**
 * The id of this test run: `FOLDMART_TEST_RUN` if several runner processes form one run, otherwise
 * the runner process that started this worker. Reports of other runs are ignored.
 */
export function currentRun(): string {
  return process.env['FOLDMART_TEST_RUN'] ?? `runner-${String(process.ppid)}`;
}

/** Writes `<adapter>-<port>.json` and replaces an earlier one. */
export function writeReport(report: BindingReport, directory = defaultDirectory): void {
  const home = join(workspaceRoot(process.cwd()), directory);
  mkdirSync(home, { recursive: true });
  const recorded: RecordedReport = { run: currentRun(), ...report };
  const file = join(home, `${report.adapter}-${report.port}.json`);
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
}

/** The reports in the directory, of any run. */
export function readReports(directory = defaultDirectory): readonly RecordedReport[] {
  const home = join(workspaceRoot(process.cwd()), directory);
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(home, name), 'utf8')) as RecordedReport);
}

/**
 * The nearest directory above `from` whose package lists workspaces, or `from` if there is none.
 */
export function workspaceRoot(from: string): string {
  for (let directory = from; ; directory = dirname(directory)) {
    if (listsWorkspaces(join(directory, 'package.json'))) return directory;
    if (dirname(directory) === directory) return from;
  }
}

function listsWorkspaces(manifest: string): boolean {
  if (!existsSync(manifest)) return false;
  return 'workspaces' in (JSON.parse(readFileSync(manifest, 'utf8')) as object);
}
