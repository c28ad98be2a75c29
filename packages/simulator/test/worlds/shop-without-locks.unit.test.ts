import { shopWorld } from '@foldmart/simulator/shop';
import { simulate } from '@foldmart/simulator/vitest';
import { withoutLocks } from '../mutants/broken-database.js';

simulate.test('nothing depends on leader locks', shopWorld({ behind: withoutLocks() }), {
  seeds: 40,
  workMs: 10_000,
});
