import { runMember } from '@foldmart/conformance';
import { Redis } from 'ioredis';
import { openBus } from './redis-member.mjs';

const {
  REDIS_HOST = '127.0.0.1',
  REDIS_PORT = '6379',
  MEMBER_KEY_PREFIX,
  MEMBER_FAULT,
} = process.env;

/** Ways to break a member, by name. */
const faults = {
  /** Commits batches before they are handled. */
  early: (instructions) =>
    changingHandler(openBus(instructions), (handler) => async (batch, context) => {
      void handler(batch, context);
    }),
  /** Commits without asking whether it still owns the partition. */
  unfenced: (instructions) =>
    changingHandler(openBus(instructions), committingUnasked(instructions)),
  /** Asks for a shorter session than it is told to. */
  hasty: ({ sessionTimeoutMs, ...others }) =>
    openBus({ ...others, sessionTimeoutMs: Math.min(sessionTimeoutMs, 1_000) }),
};

function changingHandler(bus, change) {
  const subscribe = bus.subscribe.bind(bus);
  bus.subscribe = (options, handler) => subscribe(options, change(handler));
  return bus;
}

function committingUnasked({ topic, group }) {
  const redis = new Redis({ host: REDIS_HOST, port: Number(REDIS_PORT) });
  const key = `${MEMBER_KEY_PREFIX}{${topic}}:group:${group}`;
  return (handler) => async (batch, context) => {
    const last = batch.messages.at(-1);
    await handler(batch, context);
    await redis.hset(key, `commit:${batch.partition}`, `${last.timestampMs}-${last.offset}`);
  };
}

await runMember(faults[MEMBER_FAULT]);
