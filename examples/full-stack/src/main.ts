import { runCli } from '@foldmart/cli';

await runCli(['start', ...process.argv.slice(2)]);
