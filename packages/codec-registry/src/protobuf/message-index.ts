import protobuf from 'protobufjs';

/** The path to a message in its file: `[1, 0]` is the first message within the second one. */
export type MessageIndex = readonly number[];

/** The messages of a file or of a message, in their order. */
function messagesIn({ nestedArray }: protobuf.NamespaceBase): readonly protobuf.Type[] {
  return nestedArray.filter((each) => each instanceof protobuf.Type);
}

/** The message with this index. @throws RangeError if the file has none. */
export function messageAt(file: protobuf.NamespaceBase, index: MessageIndex): protobuf.Type {
  let found: protobuf.NamespaceBase = file;
  for (const step of index) {
    const next = messagesIn(found)[step];
    if (next === undefined) throw new RangeError(`the schema has no message ${index.join('.')}`);
    found = next;
  }
  if (found instanceof protobuf.Type) return found;
  throw new RangeError('the body names no message of its schema');
}

/**
 * Reads the index before a payload, as Confluent writes it: the number of steps and the steps as zigzag varints; a single zero
 * stands for the first message.
 *
 * @throws RangeError if the bytes are no index.
 */
export function readIndex(bytes: Uint8Array): {
  readonly index: MessageIndex;
  readonly payload: Uint8Array;
} {
  const reader = protobuf.Reader.create(bytes);
  const length = reader.sint32();
  if (length < 0 || length > bytes.length) throw new RangeError('it has no message index');
  const index = length === 0 ? [0] : Array.from({ length }, () => reader.sint32());
  return { index, payload: bytes.subarray(reader.pos) };
}

/** The index of the first message of a file. */
export const firstMessage = Uint8Array.of(0);
