const everyPort = [
  'event-bus',
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

/** The ports of each adapter package, by its name after `adapters-`. */
export const requiredBindings: Readonly<Record<string, readonly (typeof everyPort)[number][]>> = {
  memory: everyPort,
  kafka: ['event-bus'],
  redis: ['event-bus', 'entity-cache'],
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
