import protobuf from 'protobufjs';
import type { BodySchema } from '../body-schema.js';
import { fromMessage } from './from-proto.js';
import { firstMessage, messageAt, readIndex } from './message-index.js';
import { toMessage } from './to-proto.js';

/**
 * Prepares a .proto file. It writes the first message of the file, and reads every one.
 *
 * @throws Error if the text is no such file, has no message, or imports a file other than Protobuf's own.
 */
export function protoBody(text: string): BodySchema {
  const file = parseFile(text);
  const first = messageAt(file, [0]);
  return {
    name: nameOf(first),
    decode(bytes, shapeOf) {
      const { index, payload } = readIndex(bytes);
      const type = messageAt(file, index);
      const name = nameOf(type);
      const message = type.decode(payload) as unknown as Readonly<Record<string, unknown>>;
      return { name, data: fromMessage(type, message, shapeOf(name)) };
    },
    encode(data, shape) {
      const { value, unmapped } = toMessage(first, data, shape);
      return { payload: Buffer.concat([firstMessage, first.encode(value).finish()]), unmapped };
    },
  };
}

function parseFile(text: string): protobuf.NamespaceBase {
  const root = new protobuf.Root();
  const { package: name, imports = [] } = protobuf.parse(text, root, { keepCase: true });
  for (const path of imports) addCommon(root, path);
  root.resolveAll();
  const file = name === undefined || name === '' ? root : root.lookup(name);
  if (file instanceof protobuf.Namespace) return file;
  throw new RangeError('the file has no message');
}

function addCommon(root: protobuf.Root, path: string): void {
  const common = protobuf.common.get(path);
  if (common?.nested === undefined) {
    throw new RangeError(`it imports ${path}, and imports are not supported`);
  }
  root.addJSON(common.nested);
}

function nameOf({ fullName }: protobuf.Type): string {
  return fullName.replace(/^\./, '');
}
