import type { DeadLetter, DeadLetterStore } from '@foldmart/core';
import type { DifferenceList } from './difference-list.js';

const lettersAPage = 1_000;

/** The reasons of dead letters, by the id of their event. */
export type LetterReasons = Map<string, string[]>;

/** Reads all dead letters whose messages name their event. */
export async function readLetters(store: DeadLetterStore): Promise<LetterReasons> {
  const letters: LetterReasons = new Map();
  let after: string | undefined;
  for (;;) {
    const page = await store.list({ limit: lettersAPage, ...(after !== undefined && { after }) });
    for (const letter of page) addLetter(letters, eventOf(letter), letter.reason);
    after = page.at(-1)?.id;
    if (page.length < lettersAPage) return letters;
  }
}

export function addLetter(letters: LetterReasons, eventId: string, reason: string): void {
  const reasons = letters.get(eventId);
  if (reasons === undefined) letters.set(eventId, [reason]);
  else reasons.push(reason);
}

/** Compares the letters of the key's events. Returns how many the store holds of them, by reason. */
export function compareLetters(
  expected: LetterReasons,
  found: LetterReasons,
  isOfKey: (eventId: string) => boolean,
  differences: DifferenceList,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [id, reasons] of expected) {
    for (const reason of without(reasons, found.get(id) ?? [])) {
      differences.add('missing dead letter', id, `it must be parked as ${reason}`);
    }
  }
  for (const [id, reasons] of found) {
    if (!isOfKey(id)) continue;
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    for (const reason of without(reasons, expected.get(id) ?? [])) {
      differences.add('unexpected dead letter', id, `it is parked as ${reason}`);
    }
  }
  return counts;
}

/** The entries of a list that another one does not have, each as often as it has more of it. */
function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return list.filter((each) => {
    const place = left.indexOf(each);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

function eventOf({ source, eventId }: DeadLetter): string {
  return source.headers['ce_id'] ?? eventId ?? '';
}
