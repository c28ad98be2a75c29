/** A change that was asked for on the page. */
export interface ActionView {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  /** What it was done to, and what came of it. */
  readonly detail: string;
  readonly outcome: 'started' | 'done' | 'failed';
}
