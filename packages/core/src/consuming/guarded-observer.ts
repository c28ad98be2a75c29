import type { SubscriptionObserver } from '../ports/event-bus.js';
import type { Logger } from '../ports/logger.js';

type Told = Required<SubscriptionObserver>;
type Report = (this: unknown, ...report: readonly unknown[]) => unknown;

const methods = [
  'assigned',
  'interrupted',
  'reconnected',
  'retrying',
  'topicChanged',
  'lost',
] as const satisfies readonly (keyof Told)[];

/**
 * The same observer for the loops of a bus: what one of its methods throws, or rejects with, is logged at `error` and
 * does not reach the loop. A method that the observer lacks stays missing.
 */
export function guardedObserver(
  observer: SubscriptionObserver = {},
  { logger, member }: { readonly logger: Logger; readonly member: string },
): SubscriptionObserver {
  const guarded = methods
    .filter((method) => observer[method] !== undefined)
    .map((method) => [method, guarding(method)] as const);
  return Object.fromEntries(guarded);

  function guarding(method: keyof Told) {
    const failed = (error: unknown): void =>
      logger.error('an observer of a subscription failed', { member, method, error });
    return (...report: readonly unknown[]): void => {
      try {
        const told: unknown = Reflect.apply(
          Reflect.get(observer, method) as Report,
          observer,
          report,
        );
        void Promise.resolve(told).catch(failed);
      } catch (error) {
        failed(error);
      }
    };
  }
}
