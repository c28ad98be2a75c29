import { attributesOf, type ReceivedSpan } from './otlp-receiver.js';

const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

/**
 * A span and what followed from it as lines, indented by depth: children, and spans that are linked to it. By name, since
 * siblings may run at the same time.
 */
export function treeOf(
  spans: readonly ReceivedSpan[],
  root: ReceivedSpan,
  shown: readonly string[] = [],
  depth = 0,
): string {
  const children = spans
    .filter((span) => span !== root && follows(span, root))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const own = `${'  '.repeat(depth)}${root.name} (${kinds[root.kind] ?? ''})${detailsOf(root, shown)}`;
  return [own, ...children.map((child) => treeOf(spans, child, shown, depth + 1))].join('\n');
}

function follows(span: ReceivedSpan, { traceId, spanId }: ReceivedSpan): boolean {
  if (span.traceId === traceId && span.parentSpanId === spanId) return true;
  return (span.links ?? []).some((link) => link.traceId === traceId && link.spanId === spanId);
}

function detailsOf(span: ReceivedSpan, shown: readonly string[]): string {
  const attributes = attributesOf(span);
  const own = shown.filter((name) => attributes[name] !== undefined);
  return own.map((name) => ` ${name}=${String(attributes[name])}`).join('');
}
