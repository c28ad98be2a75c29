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

/** The point of a site in traces and reports: `event-store.append`. */
export function pointOf({ port, operation }: CallSite): string {
  return `${port}.${operation}`;
}
