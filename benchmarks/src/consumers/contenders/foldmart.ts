import type { ContenderConfig, Open, Round } from '../../frame/row.js';
import { fillTopic } from '../../measure/fill-topic.js';
import type { BenchmarkServices } from '../../measure/service-settings.js';
import { createRoundDatabase, dropRoundDatabase, namesOf } from '../../persist/round-database.js';
import { ConsumerFleet } from '../consumer-fleet.js';

/** So that the code of every process is compiled. */
const mostInWarmUp = 6_000;

/**
 * So many consumers of one group, each in a process of its own. They share out the partitions of an empty topic, and
 * persist a few messages. Then the topic is filled with `factor` times the work of a round, and what is measured begins.
 */
export function openConsumers(size: number, factor = 1): Open {
  return async (config) => {
    let fleet: ConsumerFleet | undefined;
    return {
      async prepare(round) {
        const services = servicesOf(config, round);
        await createRoundDatabase(config, round);
        await fillTopic(services, 0);
        fleet = new ConsumerFleet(size, { services, ...namesOf(config, round) });
        await fleet.ready();
        const inWarmUp = Math.min(mostInWarmUp, round.size);
        await fillTopic(services, inWarmUp);
        await fleet.run(inWarmUp);
        await fillTopic(services, round.size * factor, 'measured');
      },
      run({ size: messages }) {
        if (fleet === undefined) throw new Error('the round is not prepared');
        return fleet.run(messages * factor);
      },
      async after(round) {
        await fleet?.end();
        await dropRoundDatabase(config, round);
      },
      close: async () => fleet?.end(),
    };
  };
}

/** Each round has a topic of its own. */
function servicesOf(config: ContenderConfig, round: Round): BenchmarkServices {
  return { ...config.services, prefix: `${namesOf(config, round).group}_` };
}
