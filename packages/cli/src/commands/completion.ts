import { Argument, type Command } from 'commander';
import { commandTree } from '../completion/command-tree.js';
import { completionScript, shells, type Shell } from '../completion/completion-script.js';
import { knownValues } from '../completion/known-values.js';

/** `foldmart completion bash|zsh|fish`: the script that teaches a shell to complete `load`'s program. */
export function addCompletionCommand(
  program: Command,
  load: () => Promise<Command> | Command,
  settings: readonly string[],
): void {
  program
    .command('completion')
    .description('print a script that completes commands, options and values in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText(
      'after',
      `
  source <(foldmart completion bash)                                 in ~/.bashrc
  source <(foldmart completion zsh)                                  in ~/.zshrc
  foldmart completion fish > ~/.config/fish/completions/foldmart.fish`,
    )
    .action(async (shell: Shell) => {
      const tree = commandTree(await load(), knownValues(settings));
      process.stdout.write(completionScript(shell, tree));
    });
}
