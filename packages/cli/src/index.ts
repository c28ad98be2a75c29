export { exitCodes, type ExitCode } from './exit-codes.js';
export { runCli } from './run-cli.js';
