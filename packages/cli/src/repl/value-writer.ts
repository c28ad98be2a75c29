import { inspect, types } from 'node:util';
import { isPortError } from '@foldmart/core';
import type { OutputFormat } from '../output.js';

/** How a REPL prints values: for people with colours, or as JSON on one line. */
export function valueWriter(format: OutputFormat, colors: boolean): (value: unknown) => string {
  return (value) => {
    // What failed and what to do about it. Stacks of drivers say nothing to the user of a REPL.
    if (isPortError(value)) return `${value.name}: ${value.message}${hintOf(value.hint)}`;
    if (format === 'json' && !types.isNativeError(value)) return jsonOf(value);
    return inspect(value, { colors, depth: 4 });
  };
}

function hintOf(hint: string | undefined): string {
  return hint === undefined ? '' : ` (${hint})`;
}

/** A value that JSON does not have, such as a function, is null. */
function jsonOf(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') return 'null';
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner,
  );
}
