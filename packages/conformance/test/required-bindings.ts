const everyPort = [
  'event-bus',
  'event-bus-sizes',
  'entity-cache',
  'event-store',
  'dead-letter-store',
  'projection-store',
  'repository',
  'leader-lock',
  'coupon-ledger',
  'customer-spending',
  'snapshot-store',
  'checkpoint-store',
  'audit-reader',
  'rebuild-store',
] as const;

/** Suites whose members are processes, which share no memory. */
export const processPorts = ['member-processes'] as const;

type AdapterPort = (typeof everyPort | typeof processPorts)[number];

/** The ports of each adapter package, by its name after `adapters-`. */
export const requiredBindings: Readonly<Record<string, readonly AdapterPort[]>> = {
  memory: everyPort,
  kafka: ['event-bus', 'event-bus-sizes', ...processPorts],
  redis: ['event-bus', 'event-bus-sizes', 'entity-cache', ...processPorts],
  postgres: [
    'event-store',
    'dead-letter-store',
    'projection-store',
    'repository',
    'leader-lock',
    'coupon-ledger',
    'customer-spending',
    'snapshot-store',
    'checkpoint-store',
    'audit-reader',
    'rebuild-store',
  ],
};

const codecPorts = ['payload-codec', 'shop-payload-codec'] as const;

/** The ports of each format of a schema registry. */
export const codecBindings: Readonly<Record<string, readonly (typeof codecPorts)[number][]>> = {
  'registry-avro': codecPorts,
  'registry-json-schema': codecPorts,
  'registry-protobuf': codecPorts,
};
