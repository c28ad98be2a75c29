import { rebuild, replayDeadLetters } from '@foldmart/composition';
import type { Shop } from '@foldmart/composition/shop';
import {
  isNotFoundError,
  isRetryableError,
  isValidationError,
  type DeadLetter,
} from '@foldmart/core';
import type { ProcessContext } from '../processes/process-spec.js';
import { bodyOf, gradeChanged } from './shop-data.js';

const pauseMs = 3_000;
const by = 'operator';
const utf8 = new TextDecoder();

/** Mends dead letters and replays them, discards conflicts, and rebuilds all read models now and then. */
export async function operate(shop: Shop, context: ProcessContext): Promise<never> {
  const { clock, choose, workOver } = context;
  for (;;) {
    await clock.sleep(pauseMs);
    await unlessInterrupted(() => settleLetters(shop, context));
    if (!workOver.aborted && choose.chance(0.1))
      await unlessInterrupted(() => rebuildAll(shop, context));
  }
}

/** The next round tries again. Another operator may have been faster. */
async function unlessInterrupted(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRetryableError(error) && !isValidationError(error) && !isNotFoundError(error))
      throw error;
  }
}

async function settleLetters(shop: Shop, { tell }: ProcessContext): Promise<void> {
  const { deadLetters } = await shop.database();
  const waiting = await deadLetters.list({ status: 'waiting' });
  for (const letter of waiting) {
    if (letter.reason === 'conflict') {
      tell('discards', `letter ${letter.id}`);
      await deadLetters.settle([letter.id], { as: 'discarded', by });
    } else if (letter.reason !== 'parked-successor') await mend(shop, letter, tell);
  }
}

async function mend(shop: Shop, letter: DeadLetter, tell: ProcessContext['tell']): Promise<void> {
  const { deadLetters } = await shop.database();
  const { headers, value } = letter.source;
  const [, number = '0', user = ''] =
    /^poison (\d+) of (.+)$/.exec(utf8.decode(value ?? undefined)) ?? [];
  if (user !== '') {
    const body = bodyOf(gradeChanged(user, Number(number)));
    await deadLetters.edit(letter.id, { value: body, headers }, by);
  }
  tell('replays', `letter ${letter.id}`);
  await replayDeadLetters(shop, { letters: [letter], by });
}

async function rebuildAll(shop: Shop, { tell }: ProcessContext): Promise<void> {
  tell('rebuilds', 'all read models');
  const stop = new AbortController();
  await rebuild(shop, { which: 'all', signal: stop.signal });
}
