import type { ServiceName } from '../services/service.js';

/** A condition of the network or of a service that ends by itself. */
export interface Window {
  readonly kind: 'partition' | 'outage' | 'slow' | 'full';
  readonly service: ServiceName;
  /** The name of the process that is cut off; every process if absent. */
  readonly process?: string;
  readonly untilMs: number;
}

/** Which process can reach which service at this moment. */
export class Network {
  #windows: Window[] = [];

  open(window: Window): void {
    this.#windows.push(window);
  }

  /** Ends every window. */
  heal(): void {
    this.#windows = [];
  }

  /** For how long the process cannot reach the service; 0 if it can. */
  blockedMs(process: string, service: ServiceName, nowMs: number): number {
    return this.#longest(nowMs, (window) => isInTheWay(window, process, service)) - nowMs;
  }

  isFull(service: ServiceName, nowMs: number): boolean {
    return this.#has('full', service, nowMs);
  }

  isSlow(service: ServiceName, nowMs: number): boolean {
    return this.#has('slow', service, nowMs);
  }

  #has(kind: Window['kind'], service: ServiceName, nowMs: number): boolean {
    return (
      this.#longest(nowMs, (window) => window.kind === kind && window.service === service) > nowMs
    );
  }

  #longest(nowMs: number, matches: (window: Window) => boolean): number {
    if (this.#windows.length === 0) return nowMs;
    this.#windows = this.#windows.filter(({ untilMs }) => untilMs > nowMs);
    return Math.max(nowMs, ...this.#windows.filter(matches).map(({ untilMs }) => untilMs));
  }
}

function isInTheWay(window: Window, process: string, service: ServiceName): boolean {
  if (window.service !== service) return false;
  return window.kind === 'outage' || (window.kind === 'partition' && window.process === process);
}
