import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const turbo = fileURLToPath(new URL('../node_modules/turbo/bin/turbo', import.meta.url));

/** Runs the static checks whose inputs changed since they last passed. */
const { status } = spawnSync(process.execPath, [turbo, 'run', 'lint', 'typecheck', 'deps'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
