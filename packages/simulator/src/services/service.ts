/** What a process reaches over the network. */
export type ServiceName = 'queue' | 'cache' | 'database';

export const serviceNames: readonly ServiceName[] = ['queue', 'cache', 'database'];

/** A call of a port, as the network sees it. */
export interface CallSite {
  readonly service: ServiceName;
  readonly port: string;
  readonly operation: string;
  /** Whether it changes something: a full service refuses it. */
  readonly isWrite: boolean;
}

const points = new WeakMap<CallSite, string>();

/** The point of a site in traces and reports: `event-store.append`. */
export function pointOf(site: CallSite): string {
  const known = points.get(site);
  if (known !== undefined) return known;
  const point = `${site.port}.${site.operation}`;
  points.set(site, point);
  return point;
}
