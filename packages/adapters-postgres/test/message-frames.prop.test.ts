import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MessageFrames } from '../src/connection/wire/message-frames.js';

const types = ['D', 'D', 'C', 'Z', 'd'];

/** A message with a type and its contents. */
interface Message {
  readonly type: string;
  readonly contents: Uint8Array;
}

const messages: fc.Arbitrary<Message[]> = fc.array(
  fc.record({ type: fc.constantFrom(...types), contents: fc.uint8Array({ maxLength: 40 }) }),
  { maxLength: 12 },
);

function bytesOf({ type, contents }: Message): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeInt32BE(contents.length + 4, 1);
  return Buffer.concat([header, contents]);
}

/** The bytes in pieces whose lengths repeat. */
function* cut(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  for (let [at, nth] = [0, 0]; at < bytes.length; nth += 1) {
    const length = lengths[nth % lengths.length] ?? 1;
    // A copy: what a socket has passed on does not change later.
    yield Buffer.from(bytes.subarray(at, at + length));
    at += length;
  }
}

/** What comes out, one line each: a row's contents, or the bytes of the messages between two rows. */
function separated(chunks: Iterable<Buffer>): string[] {
  const lines: string[] = [];
  let others = '';
  const endOthers = (): void => {
    if (others !== '') lines.push(`others ${others}`);
    others = '';
  };
  const frames = new MessageFrames({
    onRow: (bytes, start) => {
      endOthers();
      const end = start - 4 + bytes.readInt32BE(start - 4);
      lines.push(`row ${bytes.toString('hex', start, end)}`);
    },
    onOther: (bytes) => {
      others += bytes.toString('hex');
    },
  });
  for (const chunk of chunks) frames.take(chunk);
  endOthers();
  return lines;
}

function expected(sent: readonly Message[]): string[] {
  const lines: string[] = [];
  for (const message of sent) {
    const hex = bytesOf(message).toString('hex');
    const last = lines.at(-1);
    if (message.type === 'D') lines.push(`row ${hex.slice(10)}`);
    else if (last?.startsWith('others ') === true) lines[lines.length - 1] = last + hex;
    else lines.push(`others ${hex}`);
  }
  return lines;
}

const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });

it('rows are separated from other messages, in their order, however the bytes arrive', () => {
  fc.assert(
    fc.property(messages, lengths, (sent, pieces) => {
      const bytes = Buffer.concat(sent.map(bytesOf));
      expect(separated(cut(bytes, pieces))).toEqual(expected(sent));
    }),
    { numRuns: 2_000 },
  );
});

it('other messages are passed on before they have arrived whole', () => {
  const start = bytesOf({ type: 'd', contents: new Uint8Array(100) }).subarray(0, 50);
  expect(separated([start])).toEqual([`others ${start.toString('hex')}`]);
});

it('all bytes behind a length that no message has are left to the driver', () => {
  fc.assert(
    fc.property(
      messages,
      fc.integer({ min: -(2 ** 31), max: 3 }),
      lengths,
      (after, length, cuts) => {
        for (const type of ['D', 'E']) {
          const broken = Buffer.alloc(5);
          broken.write(type, 'latin1');
          broken.writeInt32BE(length, 1);
          const bytes = Buffer.concat([broken, ...after.map(bytesOf)]);
          expect(separated(cut(bytes, cuts))).toEqual([`others ${bytes.toString('hex')}`]);
        }
      },
    ),
  );
});
