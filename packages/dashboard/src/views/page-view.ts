/** A decider, as the page names it. */
export interface DeciderView {
  readonly name: string;
  /** What the ids of its streams start with. */
  readonly streamPrefix: string;
}

/** What the page knows before it shows anything else. */
export interface PageView {
  readonly domain: string;
  readonly queue: string;
  readonly cache: string;
  readonly database: string;
  /** Whether a token is configured, so that actions are possible at all. */
  readonly canChange: boolean;
  readonly hasSql: boolean;
  readonly deciders: readonly DeciderView[];
  readonly models: readonly string[];
  readonly topics: readonly string[];
  readonly intervalMs: number;
}
