import { simulate } from '@foldmart/simulator/vitest';
import world from '../foldmart.simulation.js';

// `npx foldmart simulate --seeds 1000` tries more. SIMULATION_SEEDS=200 does the same here.
simulate.test('survives crashes, lost answers and redelivery', world, { seeds: 5 });
