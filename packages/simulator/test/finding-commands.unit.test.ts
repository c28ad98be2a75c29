import { domainWorld, simulate } from '@foldmart/simulator';
import { expect, it } from 'vitest';
import { findCommands } from '../src/worlds/commands/find-commands.js';
import { library } from './support/library.js';

it('finds commands and the inputs that they take', () => {
  const found = findCommands(library.deciders).map(({ decider, type, inputs }) => [
    `${decider}.${type}`,
    inputs.includes('a') ? 'texts' : inputs.includes(1) ? 'numbers' : inputs,
  ]);
  expect(Object.fromEntries(found)).toEqual({
    'book.lend': 'texts',
    'book.giveBack': [undefined],
    'book.reserve': 'texts',
    'book.holdForNext': [undefined],
    'member.charge': 'numbers',
  });
});

it('simulates a domain without being told anything about it', async () => {
  const world = domainWorld({ config: { domain: library } });
  const { failure, events } = await simulate(world, { seeds: 2, workMs: 5_000 });
  expect(failure).toBeUndefined();
  expect(events).toBeGreaterThan(0);
});
