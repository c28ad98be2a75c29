import type { Clock, Logger } from '@foldmart/core';
import type { KafkaSettings } from '../../options.js';
import type { KafkaClient } from '../kafka-client.js';
import { administeringWith } from './administering.js';
import { alteringWith } from './altering.js';
import { describingGroupsWith } from './describing-groups.js';
import { fetchingWith } from './fetching.js';
import { groupingWith } from './grouping.js';
import { offsetsWith } from './offsets.js';
import { KafkaJsConnection } from './kafkajs-connection.js';
import { producingWith } from './producing.js';

/** A client on the protocol layer of kafkajs, with its own connections. */
export function createKafkaJsClient(
  settings: KafkaSettings,
  dependencies: { readonly clock: Clock; readonly logger: Logger },
): KafkaClient {
  const connection = new KafkaJsConnection(settings, dependencies);
  const joining = new KafkaJsConnection(settings, dependencies);
  return {
    connect: () => connection.connect(),
    disconnect: async () => {
      await Promise.all([connection.disconnect(), joining.disconnect()]);
    },
    sever: () => {
      connection.sever();
      joining.sever();
    },
    leaders: (topic) => connection.leaders(topic),
    refreshMetadata: () => connection.refreshMetadata(),
    topicId: (topic) => connection.topicId(topic),
    ...producingWith(connection, settings),
    ...fetchingWith(connection),
    ...groupingWith({ main: connection, joining }),
    ...offsetsWith(connection),
    ...administeringWith(connection, settings.requestTimeoutMs),
    ...alteringWith(connection, settings.requestTimeoutMs),
    ...describingGroupsWith(connection),
  };
}
