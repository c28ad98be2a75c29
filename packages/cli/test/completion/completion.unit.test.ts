import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandTree, type CommandWords } from '../../src/completion/command-tree.js';
import { completionScript, shells, type Shell } from '../../src/completion/completion-script.js';
import { knownValues } from '../../src/completion/known-values.js';
import { loadProgram } from '../../src/lazy-program.js';
import { shopCommands } from '../../src/shop/shop-commands.js';
import { createShopRoot } from '../../src/shop/shop-root.js';

/** How each shell tells what it would offer after these words. */
const ask: Readonly<Record<Shell, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    `source ${script}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${String(words.length - 1)}; _foldmart; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, words) =>
    `compdef() { : }; compadd() { shift; for each in $@; do [[ $each == \${words[CURRENT]}* ]] && print -- $each; done; }; _files() { : }; source ${script}; words=(${words.join(' ')}); CURRENT=${String(words.length)}; _foldmart`,
  fish: (script, words) => `source ${script}; complete -C '${words.join(' ').replace("''", '')}'`,
};
const installed = shells.filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

let tree: readonly CommandWords[];
const scripts = new Map<Shell, string>();

beforeAll(async () => {
  tree = commandTree(await loadProgram(createShopRoot, shopCommands), knownValues([]));
  const directory = mkdtempSync(join(tmpdir(), 'foldmart-'));
  for (const shell of installed) {
    const path = join(directory, `foldmart.${shell}`);
    writeFileSync(path, completionScript(shell, tree));
    scripts.set(shell, path);
  }
});

/** What the shell offers, sorted. The last word is what is typed so far; `''` for nothing. */
function offered(shell: Shell, ...words: readonly string[]): readonly string[] {
  const line = ask[shell](scripts.get(shell) ?? '', ['foldmart', ...words]);
  const printed = execFileSync(shell, ['-c', line], { encoding: 'utf8' });
  const lines = printed.trim().split('\n');
  // Fish adds a description, if it has one.
  return lines.map((each) => each.replace(/\t.*$/, '')).toSorted();
}

describe.each(installed)('%s, which has read the script,', (shell) => {
  it('completes commands, their subcommands and other names', () => {
    expect(offered(shell, 'mon')).toEqual(['monitor']);
    expect(offered(shell, 'test-c')).toEqual(['test-connection']);
    expect(offered(shell, 'groups', 'res')).toEqual(['reset']);
  });

  it('completes options after the words and values before them', () => {
    expect(offered(shell, '--queue', 'kafka', 'groups', 'show', '--wa')).toEqual(['--watch']);
    expect(offered(shell, 'consume', '--unt')).toEqual(['--until-idle']);
    expect(offered(shell, 'consume', '--outp')).toEqual(['--output']);
  });

  it('completes values that can be listed', () => {
    expect(offered(shell, 'monitor', '-o', "''")).toEqual(['json', 'text']);
    expect(offered(shell, '--queue', 'ka')).toEqual(['kafka']);
    expect(offered(shell, 'completion', 'fi')).toEqual(['fish']);
    expect(offered(shell, '--set', 'CACHE_STR')).toEqual(['CACHE_STRATEGY=']);
  });
});

it('knows every command of the shop', () => {
  const known = tree.find(({ path }) => path === '')?.commands ?? [];
  expect(known).toEqual(expect.arrayContaining(shopCommands.map(({ name }) => name)) as string[]);
});
