import { shopWorld } from '@foldmart/simulator/shop';
import { simulate } from '@foldmart/simulator/vitest';

simulate.test('the shop keeps its promises', shopWorld(), { seeds: 80, workMs: 10_000 });
