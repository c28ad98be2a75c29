import { describe, expect, it } from 'vitest';
import { loadProgram } from '../src/lazy-program.js';
import { shopCommands } from '../src/shop/shop-commands.js';
import { createShopProgram } from '../src/shop/shop-program.js';
import { createShopRoot } from '../src/shop/shop-root.js';

describe('the list of commands', () => {
  it('shows of each command what the command itself says', async () => {
    const loaded = await loadProgram(createShopRoot, shopCommands);
    expect(createShopProgram([]).helpInformation()).toBe(loaded.helpInformation());
  });

  it.each(shopCommands.map((outline) => [outline.name, outline] as const))(
    'loads %s alone, by its name',
    async (name, outline) => {
      const { commands } = await loadProgram(createShopRoot, [outline]);
      expect(commands.map((command) => command.name())).toEqual([name]);
    },
  );
});
