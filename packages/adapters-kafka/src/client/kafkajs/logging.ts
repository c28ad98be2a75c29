import type { LogFields, Logger } from '@foldmart/core';
import { logLevel, type logCreator, type LogEntry } from 'kafkajs';

/**
 * Forwards kafkajs's warnings and errors at debug level: they concern single requests, which this package retries or
 * reports itself.
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
