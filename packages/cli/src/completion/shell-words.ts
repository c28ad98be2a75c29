import type { CommandWords } from './command-tree.js';

/** Functions for bash and zsh that print, for a command, the words that may follow it. */
export function shellFunctions(tree: readonly CommandWords[]): string {
  return [
    switchOver(
      '_foldmart_commands',
      tree.map(({ path, commands }) => [path, commands]),
    ),
    switchOver(
      '_foldmart_words',
      tree.map(({ path, commands, options, values }) => [
        path,
        [...commands, ...values, ...options.flatMap(({ flags }) => flags)],
      ]),
    ),
    switchOver(
      '_foldmart_values',
      tree.flatMap(({ path, options }) =>
        options
          .filter(({ takesValue }) => takesValue)
          .flatMap(({ flags, values }) =>
            flags.map((flag): readonly [string, readonly string[]] => [
              `${path} ${flag}`,
              ['=', ...values],
            ]),
          ),
      ),
    ),
  ].join('\n');
}

/** A function that prints words by its argument; nothing for one that it does not know. */
function switchOver(
  name: string,
  cases: readonly (readonly [string, readonly string[]])[],
): string {
  const lines = cases
    .filter(([, words]) => words.length > 0)
    .map(([key, words]) => `    ${quoted(key)}) echo ${quoted(words.join(' '))} ;;`);
  return [`${name}() {`, '  case "$1" in', ...lines, '  esac', '}'].join('\n');
}

/** A text that no shell expands. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
