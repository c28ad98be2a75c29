import type { TraceCarrier } from '../ports/tracer.js';

/** Where the work on a batch belongs: to a parent, or by links to several traces. */
export interface TraceOrigin {
  readonly parent?: TraceCarrier;
  readonly links: readonly TraceCarrier[];
}

/** SDKs drop more links than this by default. */
const mostLinks = 128;

/**
 * Where the work on a batch belongs, by the carriers of its parts. If all have the same, that is the parent. Otherwise the
 * work is linked to each, up to 128 of them.
 */
export function traceOrigin(carriers: Iterable<TraceCarrier | undefined>): TraceOrigin {
  const distinct = new Map<string, TraceCarrier>();
  let isWhole = true;
  for (const carrier of carriers) {
    if (carrier === undefined) isWhole = false;
    else if (distinct.size < mostLinks) distinct.set(carrier.traceparent, carrier);
  }
  const links = [...distinct.values()];
  const [only] = links;
  if (links.length === 1 && isWhole && only !== undefined) return { parent: only, links: [] };
  return { links };
}
