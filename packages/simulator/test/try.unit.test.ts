import { it } from 'vitest';
import { library } from '../../../examples/lending-library/src/library.js';
import { domainWorld } from '../src/worlds/domain-world.js';
import { runOnce } from '../src/run/run-once.js';
import { RandomSource } from '../src/tape/random-source.js';
import { faultPlan, noFaults } from '../src/faults/fault-plan.js';
import { defaultRun } from '../src/run/run-options.js';

it('runs', async () => {
  const world = domainWorld({ config: { domain: library } });
  const n = Number(process.env['SEEDS'] ?? 1);
  const t0 = performance.now();
  let virtual = 0,
    steps = 0,
    events = 0;
  for (
    let seed = Number(process.env['SEED'] ?? 1);
    seed < Number(process.env['SEED'] ?? 1) + n;
    seed++
  ) {
    const r = await runOnce(
      world,
      { seed, source: new RandomSource(seed) },
      { ...defaultRun, faults: process.env['CALM'] ? noFaults : faultPlan() },
    );
    virtual += r.virtualMs;
    steps += r.steps;
    events += r.events;
    if (r.failure || n === 1) {
      console.log(seed, r.failure, r.steps, r.virtualMs, r.events, r.coverage.faultPoints);
      if (process.env['TRACE'])
        for (const e of r.log.entries.slice(-Number(process.env['TRACE'])))
          console.log(
            String(Math.round(e.atMs)).padStart(7),
            e.process.padEnd(12),
            e.kind.padEnd(8),
            e.what,
            e.detail,
          );
    }
  }
  const s = (performance.now() - t0) / 1000;
  console.log({
    s,
    seedsPerS: n / s,
    vh: virtual / 3.6e6 / s,
    steps,
    stepsPerS: steps / s,
    events,
  });
}, 600_000);
