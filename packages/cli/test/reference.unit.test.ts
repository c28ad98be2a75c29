import { Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { commandReference } from '../src/reference/command-reference.js';

it('has every command with its arguments, options, choices and defaults, and none that is hidden', () => {
  const program = new Command('tool').description('A tool.').option('--app <path>', 'where');
  const groups = program.command('groups').description('consumer groups');
  groups
    .command('reset')
    .description('move a group <to>')
    .argument('<group>', 'its name')
    .addOption(new Option('--to <place>', 'where').choices(['start', 'end']).default('start'))
    .addOption(new Option('--secret').hideHelp());
  program.command('internal', { hidden: true });
  const text = commandReference(program);
  expect(text).toContain(
    '## Options of every command\n\n| option | |\n| --- | --- |\n| `--app <path>` | where |',
  );
  expect(text).toContain('### groups reset\n\nmove a group &lt;to&gt;');
  expect(text).toContain('foldmart groups reset [options] <group>');
  expect(text).toContain('| `group` | its name |');
  expect(text).toContain('| `--to <place>` | where: start, end (default: start) |');
  expect(text).not.toMatch(/secret|internal/);
});
