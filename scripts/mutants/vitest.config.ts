import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import main from '../../vitest.config.js';
import { sourceAliases } from '../vitest/source-aliases.js';
import { mutantsNamed } from './catalogue.mjs';
import { overlay } from './overlay.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [mutant] = mutantsNamed([process.env['FOLDMART_MUTANT'] ?? '']);
if (mutant === undefined) throw new RangeError('FOLDMART_MUTANT names no mutant');
const plugins = [overlay(root, mutant)];
const projects = (main.test?.projects ?? []).flatMap((project) =>
  typeof project === 'object' && !(project instanceof Promise) ? [project] : [],
);

/** The projects of the workspace with a mutant planted, and one more that tries seeds of a simulated world. */
export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    projects: [
      ...projects.map((project) => ({ ...project, plugins })),
      {
        plugins,
        resolve: { alias: sourceAliases() },
        test: {
          name: 'seeds',
          include: ['scripts/mutants/seeds/*.seeds.ts'],
          testTimeout: 600_000,
          provide: { world: mutant.world ?? 'shop' },
        },
      },
    ],
  },
});
