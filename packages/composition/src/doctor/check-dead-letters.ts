import { isPortError } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { check, type Check } from './check.js';

/** Says how many dead letters wait, and how many keys wait behind them. That is a matter for operators, not a fault. */
export async function checkDeadLetters(runtime: Runtime): Promise<readonly Check[]> {
  if (runtime.settings.databaseType === 'memory') return [];
  return [await check('dead letters', () => describe(runtime))];
}

async function describe(runtime: Runtime): Promise<string> {
  try {
    const { deadLetters } = await runtime.inspect();
    const waiting = await deadLetters.count({ status: 'waiting' });
    if (waiting === 0) return 'none waits';
    const held = await deadLetters.heldKeys();
    const keys = held.length === 1 ? '1 key is held' : `${String(held.length)} keys are held`;
    return `waiting: ${String(waiting)}; ${keys} (foldmart dead-letters list shows them)`;
  } catch (error) {
    if (isPortError(error) && error.code === 'missing-schema') return 'none waits';
    throw error;
  }
}
