/** The pages name topics and groups without the prefix that a test has for itself. */
export function withPrefix(args: readonly string[], prefix: string): readonly string[] {
  if (args[0] !== 'topics' && args[0] !== 'groups') return args;
  return args.map((argument) =>
    argument.replace(/^(orders|users|products)(_group)?$/, (name) => prefix + name),
  );
}
