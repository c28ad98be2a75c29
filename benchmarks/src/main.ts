import { readFileSync } from 'node:fs';
import type { StartedServices } from './measure/services.js';
import type { RunReport } from './report/run-report.js';
import { readCommandLine, type Request } from './command-line/read-command-line.js';
import { helpAbout, usage } from './command-line/usage.js';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function requestOrUsage(): Request {
  try {
    return readCommandLine(process.argv.slice(2));
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    tell(usage);
    process.exit(2);
  }
}

async function withServices<Result>(
  work: (started: StartedServices) => Promise<Result>,
): Promise<Result> {
  const { startServices } = await import('./measure/services.js');
  const started = startServices();
  const stop = (): void => {
    started.stop();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work(started);
  } finally {
    started.stop();
  }
}

async function finish(report: RunReport, isForDocs: boolean): Promise<void> {
  const { writeReports } = await import('./report/write-reports.js');
  print(`reports: ${writeReports(report)}`);
  if (isForDocs) {
    const { writeDocs } = await import('./report/write-docs.js');
    print(`documentation: ${writeDocs(report).join(', ')}`);
  }
  const failures = report.rows.flatMap(({ row, contenders }) =>
    contenders.filter(({ failure }) => failure !== undefined).map(({ name }) => `${row} ${name}`),
  );
  if (failures.length === 0) return;
  tell(`failed: ${failures.join(', ')}`);
  process.exitCode = 1;
}

async function perform(request: Request): Promise<void> {
  if ('help' in request) {
    print(helpAbout(request.help));
  } else if ('from' in request) {
    const { mergeReports, parseReport } = await import('./report/run-report.js');
    const read = (path: string): RunReport => parseReport(readFileSync(path, 'utf8'), path);
    await finish(mergeReports(request.from.split(',').map(read)), request.options.docs);
  } else if ('story' in request) {
    const { story, options } = request;
    print(await withServices(({ services }) => story.run(services, { ...options, tell })));
  } else {
    const { runRows } = await import('./run-rows.js');
    const { describeRow } = await import('./report/describe-row.js');
    const report = await withServices((started) =>
      runRows(request.rows, started, request.options, {
        progress: tell,
        result: (row) => print(describeRow(row)),
      }),
    );
    await finish(report, request.options.docs);
  }
}

try {
  await perform(requestOrUsage());
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
