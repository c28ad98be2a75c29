import type { ShownJson } from '../../src/shown/shown-value.js';

/** JSON as text, one value a line. */
export function JsonText({ value, label }: { readonly value: ShownJson; readonly label: string }) {
  return (
    <pre class="json" tabIndex={0} role="group" aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
