import type { ReplTools } from './repl-tool.js';

type Commands = Readonly<Record<string, { readonly help?: string | undefined } | undefined>>;

/** What `.help` prints: the names that are there, and the commands of the REPL. */
export function replHelp(tools: ReplTools, commands: Commands): string {
  const width = Math.max(...Object.keys(tools).map((name) => name.length));
  return [
    'Names:',
    ...Object.entries(tools).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
    '',
    'Commands:',
    ...Object.entries(commands).map(
      ([name, command]) => `  .${name.padEnd(width)} ${command?.help ?? ''}`,
    ),
    '',
    'await works everywhere. Ctrl+D ends.',
    '',
  ].join('\n');
}
