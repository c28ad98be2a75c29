import type { DefinedDecider } from './define-decider.js';

/** A decider whose types do not matter. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- its functions take exactly what its types say
export type AnyDecider = DefinedDecider<any, any, any>;

/** The deciders of a domain, by name. */
export type Deciders = Readonly<Record<string, AnyDecider>>;

/** The state of a decider. */
export type StateOf<Decider> = Decider extends { readonly initialState: infer State }
  ? State
  : never;

/** An event of a decider. */
export type EventOfDecider<Decider> = Decider extends {
  readonly evolve: (state: never, event: infer Event) => unknown;
}
  ? Event
  : never;
