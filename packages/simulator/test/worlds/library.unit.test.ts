import { simulate } from '@foldmart/simulator/vitest';
import { libraryWorld } from '../support/library-world.js';

simulate.test('the lending library keeps its promises', libraryWorld(), {
  seeds: 200,
  workMs: 10_000,
});
