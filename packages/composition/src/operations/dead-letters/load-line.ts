import {
  messageOfLetter,
  prepared,
  type Database,
  type DeadLetter,
  type WireCodec,
} from '@foldmart/core';

const pageSize = 500;

/**
 * Loads what reading a letter and those behind it needs, because a replay reads them within a transaction. Rejects with a
 * PortError.
 */
export async function loadLine(
  { decoding }: WireCodec,
  { deadLetters }: Pick<Database, 'deadLetters'>,
  letter: DeadLetter,
): Promise<void> {
  if (decoding === undefined) return;
  await prepared(decoding, [messageOfLetter(letter)]);
  const { group, topic, key } = letter.source;
  if (key === null) return;
  for (let after: string | undefined = letter.id; after !== undefined;) {
    const page: readonly DeadLetter[] = await deadLetters.list({
      ...{ group, topic, key, after },
      status: 'waiting',
      limit: pageSize,
    });
    await prepared(decoding, page.map(messageOfLetter));
    after = page.length < pageSize ? undefined : page.at(-1)?.id;
  }
}
