export { MemoryBroker } from './bus/memory-broker.js';
export { MemoryEventBus, type MemoryEventBusDependencies } from './bus/memory-event-bus.js';
export {
  memoryBrokerOptionsSchema,
  memoryEventBusOptionsSchema,
  type MemoryBrokerOptions,
  type MemoryEventBusOptions,
} from './options.js';
