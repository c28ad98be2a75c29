import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A version that the chart supports. Helm that Go has built knows none of its own. */
export const kubernetesVersion = '1.33.0';

/**
 * The names of the files of values that are rendered, without their ending.
 *
 * @param {string} root
 */
export function cases(root) {
  const files = readdirSync(join(root, 'deploy/helm/values'));
  return files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -5));
}

/**
 * What helm makes of the chart, or why it refuses.
 *
 * @param {string} helm
 * @param {string} root
 * @param {readonly string[]} options
 * @returns {{ readonly text: string, readonly refusal: string | undefined }}
 */
export function render(helm, root, options) {
  const chart = join(root, 'deploy/helm/foldmart');
  const args = ['template', 'demo', chart, '--namespace', 'shop'];
  const { status, stdout, stderr } = spawnSync(
    helm,
    [...args, '--kube-version', kubernetesVersion, ...options],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return { text: stdout, refusal: status === 0 ? undefined : stderr };
}

/**
 * The options for a file of values.
 *
 * @param {string} root
 * @param {string} name
 */
export function valuesOf(root, name) {
  return ['--values', join(root, 'deploy/helm/values', `${name}.yaml`)];
}
