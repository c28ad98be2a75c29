import type { App, Fact } from '@foldmart/composition';
import { isRetryableError, retryTransient, type Deciders } from '@foldmart/core';
import type { Acknowledged } from '../../oracles/acknowledged.js';
import type { ProcessContext } from '../../processes/process-spec.js';
import type { Choose } from '../../tape/choose.js';
import type { Program } from '../versions/programs.js';

/** Chooses what another system publishes next. `serial` is a number that no other call of the run has, from 1. */
export type ChooseFact = (choose: Choose, serial: number, program: Program) => Fact;

/**
 * Publishes facts one after another until no more work is wanted. A fact whose publish failed is published again, with its id, so
 * that the facts of a key keep their order.
 */
export async function publishFacts(
  app: Pick<App<Deciders>, 'publish'>,
  context: ProcessContext,
  next: () => Fact,
  published: Acknowledged,
): Promise<void> {
  const { choose, clock, workOver } = context;
  while (!workOver.aborted) {
    await publishOne(app, context, next(), published);
    await clock.sleep(choose.pauseMs(), workOver);
  }
}

async function publishOne(
  app: Pick<App<Deciders>, 'publish'>,
  { name, clock, random, ids, tell, workOver }: ProcessContext,
  chosen: Fact,
  published: Acknowledged,
): Promise<void> {
  const { type, data, id = ids.next() } = chosen;
  tell('publishes', `${type} ${JSON.stringify(data)}`);
  try {
    const send = () => app.publish([{ ...chosen, id }]);
    await retryTransient(send, { clock, random, signal: workOver });
    published.add(id, `the publish of ${type} by ${name}`);
  } catch (error) {
    if (!isRetryableError(error)) throw error;
  }
}
