import type { Decider } from '../commands/decider.js';
import type { Json } from '../events/envelope.js';
import {
  toDefinitions,
  type EventShapes,
  type ShapeData,
  type ShapeDefinitions,
  type ShapeEvent,
} from './event-shapes.js';

/** What a command may use beside the state and its input. */
export interface CommandContext {
  /** The id that the command was addressed to: `c1` for the stream `counter-c1`. */
  readonly id: string;
  /** The time of the command by the application's clock: RFC 3339 text in UTC. */
  readonly now: string;
}

/** What a command decides: one event, several, or none. */
export type Decision<Event> = Event | readonly Event[] | undefined;

/** A command: state and input in, events out. Pure; it throws ValidationError to refuse. */
type CommandFunction<State, Event> = (
  state: State,
  input: never,
  context: CommandContext,
) => Decision<Event>;

/** The commands of a decider, by name. */
export type CommandFunctions<State, Event> = Readonly<
  Record<string, CommandFunction<State, Event>>
>;

/** The input of a command; undefined if it takes none. */
export type InputOf<Command> = Command extends (state: never, ...rest: infer Rest) => unknown
  ? Rest extends readonly [infer Input, ...unknown[]]
    ? Input
    : undefined
  : never;

/** Any command of a decider, as a value. */
export type CommandOf<Commands> = {
  readonly [Name in keyof Commands & string]: {
    readonly type: Name;
    readonly data: InputOf<Commands[Name]>;
    /** Applications supply it. Give it if you call `decide` yourself and the command uses its id or time. */
    readonly context?: CommandContext;
  };
}[keyof Commands & string];

/** When the state of a stream is kept, so that long streams load fast. Losing a snapshot costs time only. */
export interface SnapshotRule<State> {
  /** A snapshot for every so many events, from 1. */
  readonly every: number;
  /** The version of the state's shape. Raise it if the shape, or what the same events lead to, changes. */
  readonly version: number;
  /** Default: the state itself, which must then be JSON. */
  readonly encode?: (state: State) => Json;
  /** Undefined if the JSON is no state of this version; the stream is folded then. */
  readonly decode?: (json: Json) => State | undefined;
}

/** A domain's decisions about one kind of stream. */
export interface DeciderOptions<State, Shapes extends EventShapes, Commands> {
  readonly events: Shapes;
  readonly initialState: State;
  readonly commands: Commands;
  /** What each event changes. Pure. */
  readonly evolve: {
    readonly [Type in keyof Shapes]: (
      state: NoInfer<State>,
      data: ShapeData<Shapes[Type]>,
    ) => NoInfer<State>;
  };
  /** A stream's id is this and the id of its subject. Default: the decider's name in the domain and `-`. */
  readonly streamPrefix?: string;
  readonly snapshot?: SnapshotRule<NoInfer<State>>;
}

/** A decider with its events: what {@link defineDecider} makes. */
export interface DefinedDecider<State, Shapes extends EventShapes, Commands> extends Decider<
  State,
  CommandOf<Commands>,
  ShapeEvent<Shapes>
> {
  /** The definitions of its events, by type. */
  readonly events: ShapeDefinitions<Shapes>;
  readonly commands: Commands;
  readonly streamPrefix: string | undefined;
  readonly snapshot: SnapshotRule<State> | undefined;
}

/**
 * Defines events, commands and state of one kind of stream.
 *
 * @example
 * const counter = defineDecider({
 *   events: { incremented: z.object({ by: z.int() }) },
 *   initialState: 0,
 *   commands: { increment: (_state, by: number) => ({ type: 'incremented', data: { by } }) },
 *   evolve: { incremented: (state, { by }) => state + by },
 * });
 */
export function defineDecider<
  State,
  const Shapes extends EventShapes,
  const Commands extends CommandFunctions<NoInfer<State>, ShapeEvent<Shapes>>,
>(options: DeciderOptions<State, Shapes, Commands>): DefinedDecider<State, Shapes, Commands> {
  const { events, initialState, commands, evolve, streamPrefix, snapshot } = options;
  return {
    events: toDefinitions(events),
    initialState,
    commands,
    streamPrefix,
    snapshot,
    decide: (command, state) => toEvents(decideWith(commands, command, state)),
    evolve: (state, event) => evolveWith<State>(evolve, state, event),
  };
}

const noContext: CommandContext = { id: '', now: '1970-01-01T00:00:00.000Z' };

interface AnyCommand {
  readonly type: string;
  readonly data: unknown;
  readonly context?: CommandContext;
}

function decideWith<State, Event>(
  commands: CommandFunctions<State, Event>,
  command: AnyCommand,
  state: State,
): Decision<Event> {
  const { type, data, context = noContext } = command;
  if (!Object.hasOwn(commands, type)) throw new RangeError(`There is no command ${type}.`);
  return commands[type]?.(state, data as never, context);
}

function toEvents<Event>(decision: Decision<Event>): readonly Event[] {
  if (decision === undefined) return [];
  return Array.isArray(decision) ? (decision as readonly Event[]) : [decision as Event];
}

type Evolve<State> = (state: State, data: unknown) => State;

/** An event of another decider in the stream changes nothing. */
function evolveWith<State>(
  evolve: object,
  state: State,
  { type, data }: { readonly type: string; readonly data: unknown },
): State {
  if (!Object.hasOwn(evolve, type)) return state;
  return (evolve as Readonly<Record<string, Evolve<State>>>)[type]?.(state, data) ?? state;
}
