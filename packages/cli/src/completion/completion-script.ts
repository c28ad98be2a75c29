import type { CommandWords } from './command-tree.js';
import { quoted, shellFunctions } from './shell-words.js';

/** The shells that can be served. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** A script that teaches a shell to complete the command. */
export function completionScript(shell: Shell, tree: readonly CommandWords[]): string {
  if (shell === 'fish') return fishScript(tree);
  return `${shellFunctions(tree)}\n${shell === 'bash' ? bashScript : zshScript}`;
}

/** Finds the command in the words before the cursor. Words of options that take a value are not commands. */
const findCommand = `  local at='' word values skip=''
  for word in "\${before[@]}"; do
    if [ -n "$skip" ]; then skip=''; continue; fi
    case "$word" in
      -*=*) ;;
      -*) [ -n "$(_foldmart_values "$at $word")" ] && skip=1 ;;
      *) case " $(_foldmart_commands "$at") " in
           *" $word "*) at="\${at:+$at }$word" ;;
         esac ;;
    esac
  done`;

const bashScript = `_foldmart() {
  local cursor="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local -a before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  # Bash takes --output=json for three words.
  if [ "$previous" = '=' ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$cursor" = '=' ]; then cursor=''; fi
${findCommand}
  values="$(_foldmart_values "$at $previous")"
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "\${values#=}" -- "$cursor"))
  else
    COMPREPLY=($(compgen -W "$(_foldmart_words "$at")" -- "$cursor"))
  fi
}
complete -o default -F _foldmart foldmart
`;

const zshScript = `_foldmart() {
  local previous="\${words[CURRENT-1]}"
  local -a before=("\${(@)words[2,CURRENT-1]}")
${findCommand}
  values="$(_foldmart_values "$at $previous")"
  if [ -n "$values" ]; then
    compadd -- \${=values#=}
    [ "$values" = '=' ] && _files
  else
    compadd -- \${=$(_foldmart_words "$at")}
  fi
  return 0
}
if ! whence compdef > /dev/null; then autoload -Uz compinit && compinit; fi
compdef _foldmart foldmart
`;

function fishScript(tree: readonly CommandWords[]): string {
  const cases = tree
    .filter(({ commands }) => commands.length > 0)
    .map(
      ({ path, commands }) =>
        `    case ${quoted(path)}\n      string split ' ' ${quoted(commands.join(' '))}`,
    );
  const valued = new Set(
    tree.flatMap(({ options }) =>
      options.filter(({ takesValue }) => takesValue).flatMap(({ flags }) => flags),
    ),
  );
  return `function __foldmart_commands
  switch "$argv[1]"
${cases.join('\n')}
  end
end
function __foldmart_at
  set -l at
  set -l skip
  for word in (commandline -opc)[2..-1]
    if test -n "$skip"
      set skip
      continue
    end
    if contains -- $word ${[...valued].join(' ')}
      set skip 1
    else if contains -- $word (__foldmart_commands "$at")
      set at (string trim -- "$at $word")
    end
  end
  test "$at" = "$argv[1]"
end
complete -c foldmart -f
${tree.flatMap(fishLines).join('\n')}
`;
}

function fishLines({ path, commands, options, values }: CommandWords): readonly string[] {
  const start = `complete -c foldmart -n ${quoted(`__foldmart_at ${quoted(path)}`)}`;
  const words = [...commands, ...values];
  return [
    ...(words.length === 0 ? [] : [`${start} -a ${quoted(words.join(' '))}`]),
    ...options.map(({ flags, takesValue, values: own }) =>
      [
        start,
        ...flags.map((flag) =>
          flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        ),
        ...(takesValue ? [own.length === 0 ? '-r' : '-x'] : []),
        ...(own.length === 0 ? [] : [`-a ${quoted(own.join(' '))}`]),
      ].join(' '),
    ),
  ];
}
