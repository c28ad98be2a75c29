import type { ShownJson } from '../../src/shown/shown-value.js';

const longest = 120;

/** A value of a row on one line. */
export function RowValue({ value }: { readonly value: ShownJson }) {
  if (value === null) return <i class="quiet">null</i>;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= longest) return <>{text}</>;
  return <span title={text}>{`${text.slice(0, longest - 1)}…`}</span>;
}
