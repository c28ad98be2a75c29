import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { targetsOf } from './deploy/targets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isWindows = process.platform === 'win32';
const targets = targetsOf(process.env);

function help() {
  const lines = Object.entries(targets).map(([name, [about]]) => `  ${name.padEnd(20)} ${about}\n`);
  process.stdout.write(lines.join(''));
}

function complaintAbout(target, rest) {
  if (rest.length > 0) return `takes one target, not also '${rest[0]}'`;
  return Object.hasOwn(targets, target) ? undefined : `has no target '${target}'`;
}

function run([program, ...args]) {
  const dc = isWindows ? 'dc.bat' : './dc.sh';
  const file = program === 'dc' ? dc : program;
  const options = { cwd: root, stdio: 'inherit', shell: isWindows };
  const { status, error } = spawnSync(file, args, options);
  if (error) process.stderr.write(`deploy: cannot run ${file}: ${error.message}\n`);
  return status ?? 1;
}

const [given = 'help', ...rest] = process.argv.slice(2);
const target = ['--help', '-h'].includes(given) ? 'help' : given;
const complaint = complaintAbout(target, rest);
if (complaint !== undefined) {
  process.stderr.write(`deploy ${complaint}; npm run deploy help lists them\n`);
  process.exitCode = 2;
} else if (target === 'help') {
  help();
} else {
  process.exitCode = run(targets[target][1]);
}
