import { payloadCodecSuite, type PayloadCodecHarness } from '@foldmart/conformance';
import type { PayloadCodec } from '@foldmart/core';
import { codecHarness } from '../memory/codec-harness.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

type CodecMutation = (codec: PayloadCodec) => PayloadCodec;

const mutants: readonly Mutant<CodecMutation>[] = [
  {
    what: 'a codec that loses the fields that no schema names',
    mutate: changed(({ write }) => ({
      write: (event) => ({ ...write(event), headers: {} }),
    })),
    caughtBy: ['data comes back with every field and value, fields that no schema names included'],
  },
  {
    what: 'a codec that knows the type of an event by the header alone',
    mutate: changed(({ read }) => ({
      read: (message) =>
        'ce_type' in message.headers || !read(message).ok
          ? read(message)
          : { ok: false, reason: 'unknown-type', detail: 'there is no header' },
    })),
    caughtBy: ['the type of an event is known without headers'],
  },
  {
    what: 'a codec that believes every header',
    mutate: changed(({ read }) => ({
      read(message) {
        const { ce_type: type, ...headers } = message.headers;
        const body = read({ ...message, headers });
        return body.ok && type !== undefined ? { ...body, type } : body;
      },
    })),
    caughtBy: [
      'a header ce_type that names the event of the body is accepted, and another one is reported',
    ],
  },
  {
    what: 'a codec that counts what it writes',
    mutate: changed(({ write }) => {
      let count = 0;
      return {
        write(event) {
          const { value, headers } = write(event);
          count += 1;
          return { value, headers: { ...headers, count: String(count) } };
        },
      };
    }),
    caughtBy: [
      'the same event has the same body and the same headers, whichever process writes it',
    ],
  },
  {
    what: 'a codec that throws at what it cannot read',
    mutate: changed(({ read }) => ({
      read(message) {
        const body = read(message);
        if (!body.ok) throw new Error(body.detail);
        return body;
      },
    })),
    caughtBy: [
      'a body in plain JSON is reported as such',
      'no body makes the codec throw',
      'a body whose schema does not exist is reported as of an unknown schema',
      'what follows a body that cannot be read is read',
    ],
  },
  {
    what: 'a codec that takes a missing schema for a registry that is away',
    mutate: changed(({ reading }) => ({
      reading: {
        ...reading,
        async prepare(messages) {
          await reading.prepare(messages);
          throw new Error('not found');
        },
      },
    })),
    caughtBy: ['a body whose schema does not exist is reported as of an unknown schema'],
  },
  {
    what: 'a codec that reads the half of a body',
    mutate: changed(({ read }) => ({
      read(message) {
        const body = read(message);
        const isShort = (message.value?.length ?? 0) === 6;
        const data = { job: '7', hours: 300 };
        return isShort ? { ok: true, type: 'job_closed', data } : body;
      },
    })),
    caughtBy: ['a body without bytes, and every beginning of a body, are reported'],
  },
  {
    what: 'a codec that reads nothing if it is not prepared',
    mutate: changed(({ read }) => ({
      read(message) {
        try {
          return read(message);
        } catch {
          return { ok: false, reason: 'unknown-schema', detail: 'the schema is not loaded' };
        }
      },
    })),
    caughtBy: [
      'what is not prepared is not written and not read: the error can be retried',
      'while the registry is away, preparing rejects and can be retried; it succeeds afterwards',
    ],
  },
  {
    what: 'a codec that swallows the failure of a preparation',
    mutate: changed(({ reading }) => ({
      reading: {
        ...reading,
        prepare: (messages) => reading.prepare(messages).catch(() => undefined),
      },
    })),
    caughtBy: [
      'while the registry is away, preparing rejects and can be retried; it succeeds afterwards',
    ],
  },
];

function changed(change: (codec: PayloadCodec) => Partial<PayloadCodec>): CodecMutation {
  return (codec) => {
    const { reading, writing } = codec;
    const whole: PayloadCodec = {
      reading: bound(reading),
      writing: bound(writing),
      read: (message) => codec.read(message),
      write: (event) => codec.write(event),
    };
    return { ...whole, ...change(whole) };
  };
}

function bound<Item>(preparation: {
  isReady(items: readonly Item[]): boolean;
  prepare(items: readonly Item[]): Promise<void>;
}) {
  return {
    isReady: (items: readonly Item[]) => preparation.isReady(items),
    prepare: (items: readonly Item[]) => preparation.prepare(items),
  };
}

const harness = (mutate: CodecMutation): PayloadCodecHarness => codecHarness(mutate);

itRejects(payloadCodecSuite, harness, mutants);
itAccepts(payloadCodecSuite, () => codecHarness((codec) => codec), mutants);
