import type { App } from '@foldmart/composition';
import {
  isPortError,
  isRetryableError,
  isValidationError,
  isVersionConflictError,
  retryTransient,
  streamOf,
  type AnyDecider,
  type Deciders,
} from '@foldmart/core';
import type { Acknowledged } from '../../oracles/acknowledged.js';
import type { ProcessContext } from '../../processes/process-spec.js';
import type { Choose } from '../../tape/choose.js';
import type { Program } from '../versions/programs.js';

/** A command as data. */
export interface SimulatedCommand {
  /** The decider's name in the domain. */
  readonly decider: string;
  /** The subject's id. */
  readonly id: string;
  readonly type: string;
  readonly data?: unknown;
}

/**
 * Chooses the next command of a client. `serial` is a number that no other command of the run has, from 1. `program` is the
 * version that the client runs.
 */
export type ChooseCommand = (choose: Choose, serial: number, program: Program) => SimulatedCommand;

/**
 * Sends commands one after another until no more work is wanted. A command whose outcome is not known is repeated with its id,
 * as a client with an idempotency key does.
 */
export async function sendCommands(
  app: Pick<App<Deciders>, 'handle' | 'domain'>,
  context: ProcessContext,
  next: () => SimulatedCommand,
  acknowledged: Acknowledged,
): Promise<void> {
  const { choose, clock, workOver } = context;
  while (!workOver.aborted) {
    await sendOne(app, context, next(), acknowledged);
    await clock.sleep(choose.pauseMs(), workOver);
  }
}

async function sendOne(
  app: Pick<App<Deciders>, 'handle' | 'domain'>,
  { name, clock, random, ids, tell, workOver }: ProcessContext,
  command: SimulatedCommand,
  acknowledged: Acknowledged,
): Promise<void> {
  const { decider, id, type, data } = command;
  const commandId = ids.next();
  const what = `${decider}(${id}).${type}(${data === undefined ? '' : JSON.stringify(data)})`;
  tell(what);
  try {
    const send = () => app.handle(decider, id, { type, data } as never, { commandId });
    const { events, isRepeat } = await retryTransient(send, { clock, random, signal: workOver });
    const streamId = streamOf({ name: decider, decider: deciderOf(app, decider) }, id);
    const count = isRepeat ? 1 : events.length;
    for (let index = 0; index < count; index += 1) {
      acknowledged.add(`${streamId}:${commandId}:${String(index)}`, `${what} of ${name}`);
    }
    tell(what, isRepeat ? 'was done before' : `decided ${String(events.length)} events`);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    tell(what, `refused: ${(error as Error).message}`);
  }
}

function deciderOf({ domain }: Pick<App<Deciders>, 'domain'>, name: string): AnyDecider {
  const decider = domain.deciders[name];
  if (decider === undefined) throw new RangeError(`There is no decider ${name}.`);
  return decider;
}

/** The client gives up a command that the domain refuses, that others are faster with, or that cannot be sent any more. */
function isRefusal(error: unknown): boolean {
  if (isValidationError(error) || isVersionConflictError(error)) return true;
  return isPortError(error) && isRetryableError(error);
}
