import { rebuild, replayDeadLetters } from '@foldmart/composition';
import type { Shop } from '@foldmart/composition/shop';
import type { DeadLetter } from '@foldmart/core';
import type { ProcessContext } from '../processes/process-spec.js';
import { unlessInterrupted } from '../processes/unless-interrupted.js';
import { bodyOf, gradeChanged } from './shop-data.js';

const pauseMs = 3_000;
const by = 'operator';
const utf8 = new TextDecoder();

/** Mends dead letters and replays them, discards conflicts, and rebuilds all read models now and then. */
export async function operate(shop: Shop, context: ProcessContext): Promise<never> {
  const { clock } = context;
  for (;;) {
    await clock.sleep(pauseMs);
    await unlessInterrupted(() => settleLetters(shop, context));
    await unlessInterrupted(() => rebuildIfWanted(shop, context));
  }
}

async function settleLetters(shop: Shop, { tell }: ProcessContext): Promise<void> {
  const { deadLetters } = await shop.database();
  const heads = new Set((await deadLetters.heldKeys()).map(({ head }) => head));
  for (const letter of await deadLetters.list({ status: 'waiting' })) {
    if (letter.reason === 'conflict') {
      tell('discards', `letter ${letter.id}`);
      await deadLetters.settle([letter.id], { as: 'discarded', by });
    } else if (letter.reason === 'malformed' || heads.has(letter.id))
      await mend(shop, letter, tell);
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

/** Also resumes what was interrupted. */
async function rebuildIfWanted(
  shop: Shop,
  { tell, choose, workOver }: ProcessContext,
): Promise<void> {
  const { rebuilds } = await shop.database();
  const isInterrupted = (await rebuilds.list()).length > 0;
  if (!isInterrupted && (workOver.aborted || !choose.chance(0.1))) return;
  tell('rebuilds', 'all read models');
  await rebuild(shop, { which: 'all', signal: new AbortController().signal });
}
