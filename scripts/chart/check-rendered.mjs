import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headOf } from './chart-digest.mjs';
import { cases, render, valuesOf } from './render-chart.mjs';

/**
 * Compares what helm makes of each file of values with what is kept, or keeps it.
 *
 * @param {string} helm
 * @param {string} root
 * @param {{ readonly isWriting: boolean }} options
 * @returns {string[]}
 */
export function checkRendered(helm, root, { isWriting }) {
  return cases(root).flatMap((name) => {
    const { text, refusal } = render(helm, root, valuesOf(root, name));
    if (refusal !== undefined) return [`${name}: ${refusal}`];
    const path = join(root, 'deploy/helm/rendered', `${name}.yaml`);
    const made = headOf(root, name) + text;
    if (isWriting) writeFileSync(path, made);
    process.stdout.write(`rendered ${name}\n`);
    if (existsSync(path) && readFileSync(path, 'utf8') === made) return [];
    return [`${path} is not what helm makes now: run npm run chart -- --write, and look at it`];
  });
}
