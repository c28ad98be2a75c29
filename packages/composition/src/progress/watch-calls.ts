import { wrapMethods, type Method } from '../decorating/index.js';
import type { WorkWatch } from './work-watch.js';

/** The same port for one piece of work: each of its calls that is answered later is a step, `<port>.<method>`. */
export function watchCalls<Port extends object>(port: Port, name: string, watch: WorkWatch): Port {
  return wrapMethods(port, (method, called) => watchedMethod(method, `${name}.${called}`, watch));
}

function watchedMethod(method: Method, step: string, watch: WorkWatch): Method {
  return (...args) => {
    const end = watch.begin(step);
    let result: unknown;
    try {
      result = method(...args);
    } catch (error) {
      end();
      throw error;
    }
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.finally(end);
  };
}

/** The same outcome; the call is a step of the work. */
export async function watchStep<Result>(
  watch: WorkWatch,
  step: string,
  call: () => Promise<Result>,
): Promise<Result> {
  const end = watch.begin(step);
  try {
    return await call();
  } finally {
    end();
  }
}
