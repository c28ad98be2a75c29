import { messageOfLetter, readLetter, type DeadLetter, type WireCodec } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const place = { topic: 't', partition: 2, offset: '41', key: bytes('k') };
const contents = { value: bytes('original'), headers: { from: 'sender' } };
const edited = { value: bytes('mended'), headers: { from: 'operator' } };
const parkedAt = '2026-02-03T14:30:00.500Z';

const letter: DeadLetter = {
  id: '7',
  source: { group: 'g', ...place, ...contents, timestampMs: 123 },
  reason: 'invalid',
  detail: 'no',
  attempts: 1,
  parkedAt,
  status: 'waiting',
  settled: null,
  edited: null,
};

describe('the message of a letter', () => {
  it('is the one that was delivered', () => {
    expect(messageOfLetter(letter)).toEqual({ ...place, ...contents, timestampMs: 123 });
  });

  it('has the edits', () => {
    const message = messageOfLetter({ ...letter, edited });
    expect(message).toEqual({ ...place, ...edited, timestampMs: 123 });
  });

  it('has the time at which it was parked if its own is not known', () => {
    const source = { group: 'g', ...place, ...contents };
    expect(messageOfLetter({ ...letter, source }).timestampMs).toBe(Date.parse(parkedAt));
    const atEpoch = { ...source, timestampMs: 0 };
    expect(messageOfLetter({ ...letter, source: atEpoch }).timestampMs).toBe(0);
  });
});

describe('a letter that is read', () => {
  const event = { id: 'e', type: 'lent', data: {}, schemaVersion: 1, time: '', origin: 'bus:t' };
  const item = { event, streamId: 's', startsStream: true };
  const decode: WireCodec['decode'] = ({ value }) =>
    new TextDecoder().decode(value ?? undefined) === 'mended'
      ? { ok: true, ...item, json: '{}' }
      : { ok: false, reason: 'invalid', detail: 'not mended' };

  it('is an event if its message is one', () => {
    expect(readLetter({ decode })({ ...letter, edited })).toEqual({ ok: true, item });
  });

  it('has a reason if its message is none', () => {
    const read = readLetter({ decode })(letter);
    expect(read).toEqual({ ok: false, reason: 'invalid', detail: 'not mended' });
  });
});
