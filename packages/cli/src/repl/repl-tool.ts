/** A name in the REPL: what it stands for, and what `.help` says of it. */
export interface ReplTool {
  readonly value: unknown;
  readonly about: string;
}

export type ReplTools = Readonly<Record<string, ReplTool>>;
