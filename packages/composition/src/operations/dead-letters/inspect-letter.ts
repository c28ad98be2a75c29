import {
  isPortError,
  messageOfLetter,
  NotFoundError,
  prepared,
  readLetter,
  type DeadLetter,
  type DeadLetterAction,
  type Database,
  type HeldKey,
  type WireCodec,
} from '@foldmart/core';
import type { Runtime } from '../../runtime/runtime.js';

/** What a consumer would make of a message now. */
export interface LetterReading {
  readonly isReadable: boolean;
  /** The event, or why there is none. */
  readonly text: string;
}

/** A dead letter with all that is known about it. */
export interface InspectedLetter {
  readonly letter: DeadLetter;
  /** Of the message, with its edits. */
  readonly reading: LetterReading;
  readonly history: readonly DeadLetterAction[];
  /** The head of its key and how many wait, if its key is held. */
  readonly held: HeldKey | undefined;
}

/** Reads a dead letter. Rejects with NotFoundError if there is none. */
export async function inspectLetter(
  runtime: Pick<Runtime, 'codec'>,
  { deadLetters }: Pick<Database, 'deadLetters'>,
  id: string,
): Promise<InspectedLetter> {
  const letter = await deadLetters.find(id);
  if (letter === undefined) throw new NotFoundError(`Dead letter ${id}`);
  const { group, topic, key } = letter.source;
  const history = await deadLetters.history(id);
  const keys = key === null ? [] : await deadLetters.heldKeys({ group, topic });
  const held = keys.find((each) => each.key.join() === key?.join());
  return { letter, history, held, reading: await readingOf(runtime.codec, letter) };
}

/** What a consumer would make of the message of a letter now. */
export async function readingOf(codec: WireCodec, letter: DeadLetter): Promise<LetterReading> {
  try {
    await prepared(codec.decoding, [messageOfLetter(letter)]);
  } catch (error) {
    if (!isPortError(error)) throw error;
    return { isReadable: false, text: error.message };
  }
  const read = readLetter(codec)(letter);
  return read.ok
    ? { isReadable: true, text: `${read.item.event.type} ${read.item.event.id}` }
    : { isReadable: false, text: `${read.reason}: ${read.detail}` };
}
