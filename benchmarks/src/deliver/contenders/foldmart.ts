import { createShop } from '@foldmart/composition/shop';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { orderTopic, settingsFor } from '../../measure/service-settings.js';
import { ownTopic } from '../own-topic.js';
import { deliverAtPace } from '../deliver-at-pace.js';

const prompt = { KAFKA_LINGER_MS: '0', CONSUMER_MIN_BYTES: '1' };

/** A publisher and a member of a group in one process, with settings for short delays. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const services = await ownTopic(config);
  const system = await createShop(settingsFor(services, 'postgres', prompt));
  const topic = orderTopic(services);
  const options = { topic, group: config.own, member: 'benchmark' };
  let listener: (nth: number) => void = () => undefined;
  await system.bus().subscribe(options, async ({ messages }) => {
    for (const { value } of messages)
      listener(Number(new TextDecoder().decode(value ?? undefined)));
    await Promise.resolve();
  });
  return deliverAtPace({
    publish: (nth) => system.bus().publish(topic, [{ key: String(nth), value: String(nth) }]),
    onArrival(each) {
      listener = each;
    },
    close: () => system.close(),
  });
}
