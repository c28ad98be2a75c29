import type { Command } from 'commander';
import type { RunCommand } from './command-context.js';
import type { DomainHelp } from './domain-help.js';

/** A command as the list of commands shows it. Its modules are loaded only to run it or to show its own help. */
export interface CommandOutline {
  readonly name: string;
  /** Another name of it. */
  readonly alias?: string;
  /** Its arguments, as its help shows them. */
  readonly args?: string;
  readonly hasOptions: boolean;
  readonly summary: string;
  /** Adds the command with its options and subcommands. */
  readonly add: (program: Command) => Promise<void>;
}

/** The outline of a command that every domain has. */
export interface DomainCommandOutline extends Omit<CommandOutline, 'summary' | 'add'> {
  readonly summary: (help: DomainHelp) => string;
  readonly add: (program: Command, run: RunCommand, help: DomainHelp) => Promise<void>;
}
