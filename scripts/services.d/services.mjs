import { KAFKA_NODES } from './instance.mjs';
import { kafkaBroker } from './kafka.mjs';
import { postgresServer } from './postgres.mjs';
import { redisServer } from './redis.mjs';

/** The five services of a set. */
export const servicesOf = (instance) => [
  ...KAFKA_NODES.map((node) => kafkaBroker(instance, node)),
  redisServer(instance),
  postgresServer(instance),
];
