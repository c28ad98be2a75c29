export type Method = (...args: unknown[]) => unknown;

/** The same object. Each of its methods is what `wrap` makes of it, once; other properties stay. */
export function wrapMethods<Target extends object>(
  target: Target,
  wrap: (method: Method, name: string) => Method,
): Target {
  const wrapped = new Map<PropertyKey, Method>();
  return new Proxy(target, {
    get(_target, name) {
      const known = wrapped.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = wrap((value as Method).bind(target), String(name));
      wrapped.set(name, method);
      return method;
    },
  });
}
