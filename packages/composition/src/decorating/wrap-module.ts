/** Wraps the ports of a module of a database, which are one port, or a plain object of several. */
export function wrapModule<Ports>(
  ports: Ports,
  wrap: <Port extends object>(port: Port) => Port,
): Ports {
  if (typeof ports !== 'object' || ports === null) return ports;
  if (Object.getPrototypeOf(ports) !== Object.prototype) return wrap(ports);
  const each = Object.entries(ports).map(([name, port]: [string, unknown]) => [
    name,
    typeof port === 'object' && port !== null ? wrap(port) : port,
  ]);
  return Object.fromEntries(each) as Ports;
}
