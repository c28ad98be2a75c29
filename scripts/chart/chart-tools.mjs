import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The tools as Go modules. Both are also released as binaries and packages. */
const modules = {
  helm: 'helm.sh/helm/v3/cmd/helm@v3.19.5',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0',
};

/**
 * The program of a tool: the installed one, or one that Go builds once below node_modules/.cache.
 *
 * @param {'helm' | 'kubeconform'} name
 * @param {string} root
 */
export function toolOf(name, root) {
  if (answers(name)) return name;
  const folder = join(root, 'node_modules/.cache/chart');
  const program = join(folder, name);
  if (existsSync(program)) return program;
  if (!answers('go')) {
    throw new Error(`${name} is not installed, and neither is Go to build it: install ${name}`);
  }
  process.stdout.write(`building ${modules[name]}, which takes some minutes\n`);
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('go', ['install', modules[name]], {
    env: { ...process.env, GOBIN: folder },
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`Go could not build ${modules[name]}: install ${name}`);
  return program;
}

/** @param {string} program */
function answers(program) {
  const question = program === 'kubeconform' ? '-v' : 'version';
  return spawnSync(program, [question], { stdio: 'ignore' }).status === 0;
}
