import type { SubscriptionObserver } from '@foldmart/core';
import type { Consumer } from 'kafkajs';
import type { ProgressTimer } from './progress-timer.js';

/**
 * The observer of a member whose time begins when it has partitions. From the first message on, what a client had fetched and
 * decoded before would not count, and clients differ in how much that is.
 */
export function beginningWhenAssigned(timer: ProgressTimer): SubscriptionObserver {
  return {
    assigned: (partitions) => {
      if (partitions.length > 0) timer.begin();
    },
  };
}

/** Lets the time of a kafkajs consumer begin when it has partitions, with its first request for messages. */
export function beginWhenAssigned(consumer: Consumer, timer: ProgressTimer): void {
  consumer.on(consumer.events.FETCH_START, () => timer.begin());
}
