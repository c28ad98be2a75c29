import { followProjections } from '@foldmart/composition';
import { createShop, type Shop } from '@foldmart/composition/shop';
import { persistEvents } from '@foldmart/core';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { beginningWhenAssigned } from '../../measure/begin-when-assigned.js';
import { ProgressTimer } from '../../measure/progress-timer.js';
import { orderTopic, settingsFor } from '../../measure/service-settings.js';
import { createRoundDatabase, dropRoundDatabase, namesOf } from '../round-database.js';

/**
 * One consumer with everything a shop has: schema checks, event log, read models, dead letters, and the projections
 * that follow the log in the same process.
 */
export function open(config: ContenderConfig): Promise<OpenContender> {
  return openWith(config, {});
}

/** The same without the projections that follow, which may run in any process. */
export function openAlone(config: ContenderConfig): Promise<OpenContender> {
  return openWith(config, {}, { follows: false });
}

/** The same, with every metric counted. They are not read in a round, which is shorter than the pause between two reads. */
export function openMetered(config: ContenderConfig): Promise<OpenContender> {
  return openWith(config, { METRICS: 'true' });
}

async function openWith(
  config: ContenderConfig,
  more: Readonly<Record<string, string>>,
  { follows } = { follows: true },
): Promise<OpenContender> {
  let system: Shop | undefined;
  const following = { until: new AbortController(), ended: Promise.resolve() };
  return {
    async prepare(round) {
      await createRoundDatabase(config, round);
      system = await createShop(
        settingsFor(config.services, namesOf(config, round).database, more),
      );
      await system.database();
      if (!follows) return;
      following.until = new AbortController();
      following.ended = followProjections(system, following.until.signal);
    },
    async run(round) {
      if (system === undefined) throw new Error('the round is not prepared');
      return persist(system, orderTopic(config.services), namesOf(config, round).group, round.size);
    },
    async after(round) {
      following.until.abort();
      await following.ended;
      await system?.close();
      await dropRoundDatabase(config, round);
    },
    close: async () => undefined,
  };
}

async function persist(system: Shop, topic: string, group: string, messages: number) {
  const { events: store } = await system.database();
  const timer = new ProgressTimer(messages);
  const handle = persistEvents({ store, codec: system.codec }, { group });
  const options = { topic, group, member: 'benchmark', observer: beginningWhenAssigned(timer) };
  await system.bus().subscribe(options, async (batch, context) => {
    await handle(batch, context);
    timer.done(batch.messages.length);
  });
  return timer.outcome();
}
