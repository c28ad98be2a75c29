import { isPortError, PortError, type Logger } from '@foldmart/core';

/**
 * Makes a read that rejects with nothing but PortErrors, so that a defect in one part, such as an adapter of a stranger,
 * is shown in its place and leaves the others alone. The log has each defect once, until the read succeeds again.
 */
export function defectsAsTrouble<Result>(
  logger: Logger,
  port: PortError['port'],
  read: () => Promise<Result>,
): () => Promise<Result> {
  let logged: string | undefined;
  return async () => {
    try {
      const result = await read();
      logged = undefined;
      return result;
    } catch (error) {
      if (isPortError(error)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      if (message !== logged) logger.error('a part of the page cannot be read', { error });
      logged = message;
      throw new PortError({
        port,
        operation: 'observe',
        reason: 'unknown',
        message,
        cause: error,
      });
    }
  };
}
