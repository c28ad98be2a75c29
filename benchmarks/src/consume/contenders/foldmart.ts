import { createShop } from '@foldmart/composition/shop';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { beginningWhenAssigned } from '../../measure/begin-when-assigned.js';
import { ProgressTimer } from '../../measure/progress-timer.js';
import { orderTopic, settingsFor } from '../../measure/service-settings.js';
import { groupOf } from '../group-of.js';

/** A member of a group that parses every message and checks it by its schema, and does nothing with it. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  let system = await createShop(settingsFor(config.services, 'postgres'));
  const { codec } = system;
  return {
    async prepare() {
      await system.close();
      system = await createShop(settingsFor(config.services, 'postgres'));
    },
    async run(round) {
      const timer = new ProgressTimer(round.size);
      const topic = orderTopic(config.services);
      const observer = beginningWhenAssigned(timer);
      const options = { topic, group: groupOf(config, round), member: 'benchmark', observer };
      await system.bus().subscribe(options, async ({ messages }) => {
        if (!messages.every((message) => codec.decode(message).ok)) throw new Error('no order');
        timer.done(messages.length);
        await Promise.resolve();
      });
      return timer.outcome();
    },
    after: () => system.close(),
    close: async () => undefined,
  };
}
