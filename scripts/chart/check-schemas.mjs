import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cases, kubernetesVersion } from './render-chart.mjs';

/** The published schemas of Kubernetes, and those of the resources that KEDA and the Prometheus operator define. */
const published = [
  'default',
  'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json',
];

/**
 * Checks what is kept against the schemas. CHART_SCHEMAS names other places of them, separated by spaces.
 *
 * @param {string} kubeconform
 * @param {string} root
 * @returns {string[]}
 */
export function checkSchemas(kubeconform, root) {
  const places = process.env['CHART_SCHEMAS']?.split(' ') ?? published;
  const files = cases(root).map((name) => join(root, 'deploy/helm/rendered', `${name}.yaml`));
  const args = ['-strict', '-summary', '-kubernetes-version', kubernetesVersion];
  const { status } = spawnSync(
    kubeconform,
    [...args, ...places.flatMap((place) => ['-schema-location', place]), ...files],
    { stdio: 'inherit' },
  );
  return status === 0 ? [] : ['kubeconform refuses what is rendered'];
}
