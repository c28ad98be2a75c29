import { settleAll } from './settle-all.mjs';

/** @typedef {(line: string) => unknown} Say */

const EVERY_MS = 3_000;

/**
 * A server that does not listen yet is starting; its address would tell nobody more.
 *
 * @param {string} reason
 */
const readable = (reason) => (reason.includes('ECONNREFUSED') ? 'starting' : reason);

/**
 * `kafka1, kafka2 (starting), postgres (being prepared)`.
 *
 * @param {Map<string, string>} waiting
 */
const listByReason = (waiting) => {
  const reasons = [...new Set(waiting.values())];
  return reasons
    .map((reason) => {
      const names = [...waiting].filter(([, each]) => each === reason).map(([name]) => name);
      return `${names.join(', ')} (${reason})`;
    })
    .join(', ');
};

/**
 * Says what a set still waits for, every few seconds, and what has become ready in the meantime. Says nothing about a
 * set that is ready at once.
 *
 * @param {string[]} names
 * @param {{ say: Say, everyMs?: number }} options
 */
export const watchStart = (names, { say, everyMs = EVERY_MS }) => {
  const startedAt = Date.now();
  const waiting = new Map(names.map((name) => [name, 'not started yet']));
  let isSaying = false;
  const timer = setInterval(() => {
    isSaying = true;
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    say(`waiting for ${listByReason(waiting)}, ${seconds} s so far`);
  }, everyMs);
  return {
    /** @param {string} name @param {string} reason */
    note: (name, reason) => waiting.set(name, readable(reason)),
    /** @param {string} name */
    ready: (name) => {
      waiting.delete(name);
      if (isSaying) say(`${name} is ready`);
    },
    end: () => clearInterval(timer),
  };
};

/**
 * Brings all services up and says what it waits for; `bringUp` gets a service and where to note what it lacks.
 *
 * @template {{ name: string }} Service
 * @param {Service[]} services
 * @param {Say} say
 * @param {(service: Service, note: (reason: string) => unknown) => Promise<unknown>} bringUp
 */
export const watchingStart = async (services, say, bringUp) => {
  const watch = watchStart(
    services.map(({ name }) => name),
    { say },
  );
  /** @param {Service} service */
  const bringUpOne = async (service) => {
    await bringUp(service, (reason) => watch.note(service.name, reason));
    watch.ready(service.name);
  };
  try {
    await settleAll(services.map(bringUpOne));
  } finally {
    watch.end();
  }
};
