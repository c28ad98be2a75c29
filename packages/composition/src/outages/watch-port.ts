import { isPortError } from '@foldmart/core';
import { wrapMethods, type Method } from '../decorating/index.js';
import type { ServiceWatch } from './service-watch.js';

/** Methods whose outcome does not say whether the service answers. */
const unwatched = new Set(['isConnected', 'close']);

/** The same port. The outcome of each of its calls is noted by the watch. */
export function watchPort<Port extends object>(port: Port, watch: ServiceWatch): Port {
  return wrapMethods(port, (method, name) =>
    unwatched.has(name) ? method : watchedMethod(method, watch),
  );
}

function watchedMethod(method: Method, watch: ServiceWatch): Method {
  return (...args) => {
    const result = method(...args);
    return result instanceof Promise ? watchCall(result, watch) : result;
  };
}

/** The same outcome, noted by the watch. */
export async function watchCall<Result>(
  call: Promise<Result>,
  watch: ServiceWatch,
): Promise<Result> {
  try {
    const result = await call;
    watch.answered();
    return result;
  } catch (error) {
    noteFailure(error, watch);
    throw error;
  }
}

/** Notes how a call failed. A refusal is an answer. */
export function noteFailure(error: unknown, watch: ServiceWatch): void {
  if (!isPortError(error)) return;
  if (error.isRetryable && isSilence(error.reason)) watch.failed(error);
  else if (error.reason === 'rejected') watch.answered();
}

function isSilence(reason: string): boolean {
  return reason === 'unavailable' || reason === 'timeout';
}
