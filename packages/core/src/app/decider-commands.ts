import type { CommandResult, HandleOptions } from '../commands/command-handler.js';
import type { LoadedState, StreamMoment } from '../commands/load-state.js';
import type { InputOf } from './define-decider.js';
import type { AnyDecider, EventOfDecider, StateOf } from './any-decider.js';

/** Sends one command to one subject. */
export type SendCommand<Command, State, Event> =
  InputOf<Command> extends undefined
    ? (input?: undefined, options?: HandleOptions) => Promise<CommandResult<State, Event>>
    : (input: InputOf<Command>, options?: HandleOptions) => Promise<CommandResult<State, Event>>;

/** The commands of a decider, each a method. */
export type DeciderCommands<Decider extends AnyDecider> = {
  readonly [Name in keyof Decider['commands']]: SendCommand<
    Decider['commands'][Name],
    StateOf<Decider>,
    EventOfDecider<Decider>
  >;
};

/** One subject of a decider: its commands, and what it is. */
export type Subject<Decider extends AnyDecider> = DeciderCommands<Decider> & {
  readonly streamId: string;
  /** The present state, or that of a moment. A subject without events has the initial state. */
  state(moment?: StreamMoment): Promise<StateOf<Decider>>;
  /** The state with its version. */
  load(moment?: StreamMoment): Promise<LoadedState<StateOf<Decider>>>;
};

/** Names that no command may have, since a subject has them. */
export const reservedCommandNames: readonly string[] = ['streamId', 'state', 'load', 'then'];

/** The commands of a decider for a subject, sent by a subscription. */
export type SubscriptionCommands = <Decider extends AnyDecider>(
  decider: Decider,
  id: string,
) => DeciderCommands<Decider>;
