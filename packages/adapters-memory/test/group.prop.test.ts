import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GroupScene } from './support/group-scene.js';

const which = fc.nat({ max: 5 });

const anyStep = fc.record({
  afterMs: fc.integer({ min: 0, max: 1_500 }),
  action: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('publish'), count: fc.integer({ min: 1, max: 20 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('join') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('leave'), which }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('crash'), which }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('stop'), which }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resume') }) },
  ),
});

type Action = { do: string; count?: number; which?: number };

async function act(scene: GroupScene, action: Action): Promise<void> {
  const { which: chosen = 0, count = 0 } = action;
  if (action.do === 'publish') await scene.publish(count);
  if (action.do === 'join') await scene.join();
  if (action.do === 'leave') scene.leave(chosen);
  if (action.do === 'crash') scene.crash(chosen);
  if (action.do === 'stop') scene.stop(chosen);
  if (action.do === 'resume') scene.resumeAll();
}

it('delivers every message in order, whichever members join, leave, crash, stall or fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' }),
      async (seed, steps) => {
        const scene = new GroupScene(seed);
        await scene.join();
        for (const { afterMs, action } of steps) {
          await scene.clock.advance(afterMs);
          await act(scene, action);
        }
        await scene.settle();
        expect(scene.violation).toBeUndefined();
      },
    ),
    { numRuns: 100 },
  );
});
