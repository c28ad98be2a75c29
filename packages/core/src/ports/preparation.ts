/** Loads what later, synchronous work on items needs. */
export interface Preparation<Item> {
  /** Whether everything is loaded already. Loads nothing. */
  isReady(items: readonly Item[]): boolean;
  /**
   * Resolves when everything is loaded. May be called concurrently; what several calls need is loaded once. Rejects with a
   * PortError; what was loaded before stays loaded.
   */
  prepare(items: readonly Item[]): Promise<void>;
}
