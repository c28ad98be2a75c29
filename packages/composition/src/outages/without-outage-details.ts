import type { LogFields, Logger } from '@foldmart/core';
import type { Outages } from './outages.js';

/**
 * A logger that leaves out each single failure of a service during an outage, which has a line of its own. A failure
 * outside an outage is logged, and so is everything at `debug` and `error`.
 */
export function withoutOutageDetails(logger: Logger, outages: Outages): Logger {
  const unlessOutage =
    (level: 'info' | 'warn') =>
    (message: string, fields?: LogFields): void => {
      const log = (): void => logger[level](message, fields);
      const watch = outages.behind(fields?.['error']);
      if (watch === undefined) log();
      else watch.unlessOutage(log);
    };
  return {
    debug: (message, fields) => logger.debug(message, fields),
    info: unlessOutage('info'),
    warn: unlessOutage('warn'),
    error: (message, fields) => logger.error(message, fields),
  };
}
