import { readCommandLine, type Request } from './command-line/read-command-line.js';
import { helpAbout, usage } from './command-line/usage.js';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
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

const request = requestOrUsage();
if ('help' in request) {
  process.stdout.write(`${helpAbout(request.help)}\n`);
} else {
  const { startServices } = await import('./measure/service-settings.js');
  const services = startServices();
  for (const { benchmark, options } of request.runs) {
    const found = await benchmark.run(services, { ...options, tell });
    process.stdout.write(`${found}\n`);
  }
}
