import type { SettingDefinitions, ValuesOf } from '../settings/index.js';

/** The arguments that a command's name announces: `lend <book> <member>` has `book` and `member`. */
export type ArgumentsIn<Usage extends string> =
  Usage extends `${string}<${infer Name}>${infer Rest}`
    ? { readonly [Key in Name]: string } & ArgumentsIn<Rest>
    : unknown;

/** What a command may use beside the application. */
export interface CommandTools {
  /** Aborts on Ctrl+C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Writes a line to stderr. */
  progress(line: string): void;
}

/** A command of a domain, with the types of its arguments and options. */
export interface AppCommandOptions<App, Usage extends string, Options extends SettingDefinitions> {
  /** The command's name and its arguments, all of them needed: `lend <book> <member>`. */
  readonly name: Usage;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Options by name: `copies` is `--copies <value>`. One that is true or false needs no value. */
  readonly options?: Options;
  /**
   * Does the work. What it resolves with is printed: text as it is, anything else as JSON. It may reject with
   * ValidationError or NotFoundError, whose message is then shown.
   */
  readonly run: (
    app: App,
    args: ArgumentsIn<Usage> & ValuesOf<Options>,
    tools: CommandTools,
  ) => Promise<unknown>;
}

/** A command of a domain. */
export interface AppCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: SettingDefinitions;
  readonly run: (app: never, args: never, tools: CommandTools) => Promise<unknown>;
}

/** Types a command of an application. */
export type DefineCommand<App> = <
  const Usage extends string,
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- a command without options
  const Options extends SettingDefinitions = Record<never, never>,
>(
  command: AppCommandOptions<App, Usage, Options>,
) => AppCommand;

/** Makes a command of the erased type; every command of a configuration goes through it. */
export const defineCommand: DefineCommand<never> = (command) => ({ options: {}, ...command });
