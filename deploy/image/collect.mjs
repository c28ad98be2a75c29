// Copies to a folder what the image runs: manifests, compiled code and commands of the packages of the
// command line. Sources stay behind: a command with its sources beside it would build them.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const target = process.argv[2];
const isNeeded = (file) => !/(\.d\.ts|\.map|\.tsbuildinfo)$/.test(file);

for (const name of readdirSync('packages')) {
  const home = join('packages', name);
  if (!existsSync(join(home, 'dist'))) continue;
  for (const part of ['package.json', 'bin', 'dist']) {
    const from = join(home, part);
    if (existsSync(from)) cpSync(from, join(target, from), { recursive: true, filter: isNeeded });
  }
}
cpSync('deploy/health', join(target, 'deploy/health'), { recursive: true });
const { name, version = '0.0.0', type } = JSON.parse(readFileSync('package.json', 'utf8'));
writeFileSync(
  join(target, 'package.json'),
  `${JSON.stringify({ name, version, type, private: true })}\n`,
);
