import type { WorkWatch } from './work-watch.js';

type Method = (...args: unknown[]) => unknown;

/** The same port for one piece of work: each of its calls that is answered later is a step, `<port>.<method>`. */
export function watchCalls<Port extends object>(port: Port, name: string, watch: WorkWatch): Port {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(port, {
    get(target, method) {
      if (methods.has(method)) return methods.get(method);
      const value: unknown = Reflect.get(target, method, target);
      if (typeof value !== 'function') return value;
      const watched = watchedMethod((value as Method).bind(target), stepOf(name, method), watch);
      methods.set(method, watched);
      return watched;
    },
  });
}

function stepOf(port: string, method: PropertyKey): string {
  return `${port}.${String(method)}`;
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
