import { fileURLToPath } from 'node:url';
import { toolOf } from './chart/chart-tools.mjs';
import { checkRefusals } from './chart/check-refusals.mjs';
import { checkRendered } from './chart/check-rendered.mjs';
import { checkSchemas } from './chart/check-schemas.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = process.argv.slice(2);
const unknown = options.find((option) => !['--write', '--no-schemas'].includes(option));

/**
 * Renders the Helm chart with each file of deploy/helm/values, compares it with what deploy/helm/rendered keeps, and
 * checks it against the schemas of Kubernetes, KEDA and the Prometheus operator. The chart has to refuse wrong values.
 */
function main() {
  if (unknown !== undefined) {
    return [`there is no option ${unknown}; npm run chart -- [--write] [--no-schemas]`];
  }
  const helm = toolOf('helm', root);
  const faults = checkRendered(helm, root, { isWriting: options.includes('--write') });
  faults.push(...checkRefusals(helm, root));
  if (!options.includes('--no-schemas')) {
    faults.push(...checkSchemas(toolOf('kubeconform', root), root));
  }
  return faults;
}

try {
  const faults = main();
  for (const fault of faults) process.stderr.write(`chart: ${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : unknown === undefined ? 1 : 2;
} catch (error) {
  process.stderr.write(`chart: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
}
