import { KafkaEventBus } from '@foldmart/adapters-kafka';
import { realClock, runMember } from '@foldmart/conformance';
import { silentLogger } from '@foldmart/core';

const { KAFKA_BOOTSTRAP_SERVERS = '' } = process.env;

await runMember(
  ({ sessionTimeoutMs }) =>
    new KafkaEventBus(
      {
        bootstrapServers: KAFKA_BOOTSTRAP_SERVERS.split(','),
        clientId: 'foldmart-test',
        heartbeatIntervalMs: 300,
        maxWaitMs: 100,
        sessionTimeoutMs,
      },
      { clock: realClock, random: { next: Math.random }, logger: silentLogger },
    ),
);
