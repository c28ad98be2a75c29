/** Names of metrics in a query, without the suffixes of a histogram. */
export function metricsIn(query: string): readonly string[] {
  const names = query.match(/\b(?:foldmart|nodejs|process)_[a-z0-9_]+/g) ?? [];
  return names.map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
}

/** Names of labels in a query: those that it groups by, and those that it selects. */
export function labelsIn(query: string): readonly string[] {
  const grouped = [...query.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.trim()),
  );
  const selected = [...query.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/([a-z_]+)(?:=|!=|=~)"/g)].map(([, name = '']) => name),
  );
  return [...grouped, ...selected];
}
