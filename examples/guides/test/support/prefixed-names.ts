/** The pages name topics and groups without the prefix that a test has for itself. */
export function withPrefix(args: readonly string[], prefix: string): readonly string[] {
  if (!['topics', 'groups', 'dead-letters'].includes(args[0] ?? '')) return args;
  return args.map((argument) =>
    argument.replace(/^(orders|users|products)(_group)?$/, (name) => prefix + name),
  );
}
