import type { LogFields, Logger } from '@foldmart/core';
import { logLevel, type logCreator, type LogEntry } from 'kafkajs';

/**
 * Hands kafkajs's log on. Its errors and warnings are about single requests, which this package retries or
 * reports itself, so they are no more than information here; the rest of its lines are for debugging.
 */
export function forwardLog(logger: Logger): logCreator {
  return () => (entry) => {
    if (entry.level > logLevel.WARN) return;
    logger.debug(`kafkajs: ${entry.log.message}`, fieldsOf(entry));
  };
}

function fieldsOf({ namespace, log }: LogEntry): LogFields {
  const { broker, error } = log as { broker?: string; error?: string };
  return {
    namespace,
    ...(broker === undefined ? {} : { broker }),
    ...(error === undefined ? {} : { error }),
  };
}
