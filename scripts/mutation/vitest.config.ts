import { defineConfig } from 'vitest/config';
import { sourceAliases } from '../vitest/source-aliases.js';
import { cheapFirst } from './cheap-first.js';
import { partsNamed } from './parts.mjs';

const [part] = partsNamed([process.env['FOLDMART_MUTATION_PART'] ?? '']);
if (part === undefined) throw new RangeError('FOLDMART_MUTATION_PART names no part');

/** The tests that may kill the mutants of one part, on the mutated sources. */
export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    include: [...part.tests],
    testTimeout: 30_000,
    isolate: false,
    setupFiles: ['scripts/mutation/setup.ts'],
    sequence: { sequencer: cheapFirst(part.slow) },
  },
});
