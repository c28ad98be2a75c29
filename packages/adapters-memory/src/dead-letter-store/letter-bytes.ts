import type { DeadLetter, EditableContents, NewDeadLetter } from '@foldmart/core';

/** Copies a letter, so that its bytes cannot change. */
export function withOwnBytes<Letter extends NewDeadLetter & Partial<Pick<DeadLetter, 'edited'>>>(
  letter: Letter,
): Letter {
  const { source, edited = null } = letter;
  const { value, headers } = copyOf(source);
  return {
    ...letter,
    ...(edited !== null && { edited: copyOf(edited) }),
    source: { ...source, key: bytesOf(source.key), value, headers },
  };
}

/** Copies what can be edited of a message. */
export function copyOf({ value, headers }: EditableContents): EditableContents {
  return { value: bytesOf(value), headers: { ...headers } };
}

/** Whether both are null, or have the same bytes. */
export function areSameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function bytesOf(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null ? null : Uint8Array.from(bytes);
}
