import { rebuildStoreSuite, type StoreInstance } from '@foldmart/conformance';
import type { LogPosition, RebuildPlan, RebuildStore, Row } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingReadModels, changingRebuilds } from './store-mutants.js';

const goesOn =
  'after a rebuild, asynchronous projections continue from its position, and inline ones have no lag';
const beside =
  'readers during the swap see either old or new rows in all models, and never old rows after new ones';

const mutants: readonly Mutant<() => StoreMutation>[] = [
  {
    what: 'a swap without the events that were appended after the position of the shadow',
    mutate: () => finishing(skippingTheTail),
    caughtBy: [goesOn],
  },
  {
    what: 'a swap that applies the events after the position of the shadow twice',
    mutate: () => finishing(foldingTheTailTwice),
    caughtBy: [goesOn],
  },
  {
    what: 'a swap that sends asynchronous projections back to the start',
    mutate: () =>
      finishing(async ({ rebuilds, projections, events }, plan, from) => {
        const answer = await rebuilds.finish(plan, from);
        const { next: to } = await events.readEnd(0);
        for (const projection of plan.projections.filter(({ mode }) => mode === 'async')) {
          const checkpoint = await projections.checkpoint(projection);
          if (answer !== 'done') continue;
          await projections.advance({ projection, from: checkpoint, to, writes: [] });
        }
        return answer;
      }),
    caughtBy: [goesOn],
  },
  {
    what: 'a swap of one model after another',
    mutate: servingOldFeesOnce,
    caughtBy: [beside],
  },
  {
    what: 'a swap that every caller repeats',
    mutate: () =>
      finishing(async ({ rebuilds }, plan, from) => {
        const answer = await rebuilds.finish(plan, from);
        return answer === 'overtaken' ? 'done' : answer;
      }),
    caughtBy: [
      'of many concurrent swaps, one succeeds',
      'finishing a rebuild that is at another position, or gone, reports that it was overtaken and changes nothing',
    ],
  },
  {
    what: 'a swap that leaves projections parked',
    mutate: () =>
      finishing(async ({ rebuilds, projections }, plan, from) => {
        const parked = (await projections.states()).filter((state) => state.parked !== undefined);
        const answer = await rebuilds.finish(plan, from);
        for (const projection of plan.projections) {
          const failure = parked.find(({ name }) => name === projection.name)?.parked;
          const checkpoint = await projections.checkpoint(projection);
          if (failure !== undefined) await projections.park(projection, checkpoint, failure);
        }
        return answer;
      }),
    caughtBy: ['a finished rebuild resumes the parked projections of its plan'],
  },
  {
    what: 'a step that is taken in two',
    mutate: () =>
      changingRebuilds((rebuilds, { events }) => ({
        async advance(step) {
          const { from } = step;
          const page = await events.readAll({
            ...(from !== undefined && { after: from }),
            limit: 1,
          });
          const halfway = page.next ?? step.to;
          const first = { ...step, to: halfway, events: 1 };
          if (!(await rebuilds.advance(first))) return false;
          await new Promise((resolve) => setTimeout(resolve, 5));
          return rebuilds.advance({
            ...step,
            from: halfway,
            writes: [],
            events: step.events - 1,
          });
        },
      })),
    caughtBy: [
      'a step during which its process dies is applied completely or not at all: after 1 ms',
    ],
  },
];

const broken = (mutate: () => StoreMutation): ReturnType<typeof storeHarness> =>
  storeHarness(mutate());

itRejects(rebuildStoreSuite, broken, mutants);
itAccepts(rebuildStoreSuite, () => storeHarness((instance) => instance), mutants);

function finishing(
  finish: (
    instance: StoreInstance,
    plan: RebuildPlan,
    from: LogPosition | undefined,
  ) => ReturnType<RebuildStore['finish']>,
): StoreMutation {
  return changingRebuilds((_rebuilds, instance) => ({
    finish: (plan, from) => finish(instance, plan, from),
  }));
}

async function skippingTheTail(
  { rebuilds, events }: StoreInstance,
  plan: RebuildPlan,
  from: LogPosition | undefined,
): ReturnType<RebuildStore['finish']> {
  const { next: to } = await events.readEnd(0);
  if (to === from) return rebuilds.finish(plan, from);
  await rebuilds.advance({ plan, from, to, events: 0, writes: [] });
  return rebuilds.finish(plan, to);
}

async function foldingTheTailTwice(
  { rebuilds, events }: StoreInstance,
  plan: RebuildPlan,
  from: LogPosition | undefined,
): ReturnType<RebuildStore['finish']> {
  if (from === undefined) return rebuilds.finish(plan, from);
  const tail = await events.readAll({ after: from, limit: 100 });
  const inline = plan.projections.filter(({ mode }) => mode === 'inline');
  const writes = tail.events.flatMap((event) =>
    inline
      .filter(({ handles }) => handles.includes(event.type))
      .flatMap((projection) => projection.project(event)),
  );
  await rebuilds.advance({ plan, from, to: from, events: 0, writes });
  return rebuilds.finish(plan, from);
}

/** Once after a swap, reads return the fees from before it. */
function servingOldFeesOnce(): StoreMutation {
  let old: readonly Row[] | undefined;
  return (instance, projections) => {
    const reading = changingReadModels((readModels) => ({
      async scan(model, range) {
        const rows = await readModels.scan(model, range);
        if (model.name !== 'catalogue_fees') return rows;
        const isNew = rows.some(({ edition }) => edition === 2);
        if (!isNew) old = rows;
        const served = isNew && old !== undefined ? old : rows;
        if (isNew) old = undefined;
        return served;
      },
    }));
    return reading(instance, projections);
  };
}
