export { KafkaEventBus, type KafkaDependencies } from './kafka-event-bus.js';
export { kafkaOptionsSchema, type KafkaOptions, type KafkaSettings } from './options.js';
