import type { CacheFigures } from '@foldmart/composition';

const cells = 20;

/**
 * `[15/50s ######--------------] | MEM: 2.25M | HIT: 100.0% | CACHE: users=1000, products=1000 | refreshes: 1`, as the
 * cache monitor of the original prints it.
 */
export function cacheLine(figures: CacheFigures): string {
  const { hitRate, memoryBytes, refreshes } = figures;
  return [
    `[${elapsedText(figures)} ${barOf(figures)}]`,
    `MEM: ${memoryBytes === null ? '-' : bytesText(memoryBytes)}`,
    `HIT: ${percentText(hitRate)}`,
    `CACHE: ${sizesText(figures)}`,
    `refreshes: ${String(refreshes)}`,
  ].join(' | ');
}

/** `15/50s`: seconds since the last refresh, of those between two. */
export function elapsedText({ sinceRefreshMs, intervalMs }: CacheFigures): string {
  const since = sinceRefreshMs === null ? '-' : String(Math.floor(sinceRefreshMs / 1_000));
  return `${since}/${String(intervalMs / 1_000)}s`;
}

/** Twenty cells, all of them filled if a refresh is late. */
export function barOf({ sinceRefreshMs, intervalMs }: CacheFigures): string {
  const share = Math.min(1, (sinceRefreshMs ?? 0) / intervalMs);
  const filled = Math.floor(share * cells);
  return '#'.repeat(filled) + '-'.repeat(cells - filled);
}

/** `users=1000, products=1000`. */
export function sizesText({ sizes }: CacheFigures): string {
  return Object.entries(sizes)
    .map(([kind, size]) => `${kind}=${String(size)}`)
    .join(', ');
}

/** `100.0%`, or `-` if it is not known. */
export function percentText(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)}%`;
}

/** `2.25M`, as Redis writes sizes. */
export function bytesText(bytes: number): string {
  const units = ['B', 'K', 'M', 'G'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1_024 && unit < units.length - 1; unit += 1) size /= 1_024;
  return unit === 0 ? `${String(size)}B` : `${size.toFixed(2)}${String(units[unit])}`;
}
