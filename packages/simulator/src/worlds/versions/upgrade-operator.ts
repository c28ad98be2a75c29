import { rebuild, replayDeadLetters, type App } from '@foldmart/composition';
import type { DeadLetter, Deciders } from '@foldmart/core';
import type { ProcessContext } from '../../processes/process-spec.js';
import { unlessInterrupted } from '../../processes/unless-interrupted.js';

const pauseMs = 3_000;
const by = 'operator';

/** Does what an upgrade needs of people: rebuilds outdated rows, resumes parked projections, and replays what was too new to be read. */
export async function operateUpgrade(
  app: App<Deciders>,
  { clock, tell }: ProcessContext,
): Promise<never> {
  for (;;) {
    await clock.sleep(pauseMs);
    for (const work of [rebuildOutdated, resumeProjections, replayNewer]) {
      await unlessInterrupted(() => work(app, tell));
    }
  }
}

type Tell = ProcessContext['tell'];

async function rebuildOutdated(app: App<Deciders>): Promise<void> {
  await rebuild(app, { which: 'outdated', signal: new AbortController().signal });
}

async function resumeProjections(app: App<Deciders>, tell: Tell): Promise<void> {
  const { projections } = await app.database();
  for (const { name, parked } of await projections.states()) {
    if (parked === undefined) continue;
    tell('resumes', `projection ${name}`);
    await projections.resume(name);
  }
}

async function replayNewer(app: App<Deciders>, tell: Tell): Promise<void> {
  const { deadLetters } = await app.database();
  const heads = new Set((await deadLetters.heldKeys()).map(({ head }) => head));
  const waiting = await deadLetters.list({ status: 'waiting' });
  const letters = waiting.filter((letter) => heads.has(letter.id) || isTooNew(letter));
  if (letters.length === 0) return;
  tell('replays', letters.map(({ id }) => `letter ${id}`).join(', '));
  await replayDeadLetters(app, { letters, by });
}

function isTooNew({ reason }: DeadLetter): boolean {
  return reason === 'newer-version';
}
