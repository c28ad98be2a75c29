import * as z from 'zod';
import { expect, it } from 'vitest';
import { createEventRegistry, defineEvent } from '@foldmart/core';
import { goldenFaults, goldenFile } from '@foldmart/core/testing';

const noted = defineEvent({
  type: 'noted',
  topic: 'notes',
  schema: z.object({ text: z.string() }),
});

it('covers an event whose data does not name its stream', () => {
  const registry = createEventRegistry([noted]);
  const { name, text } = goldenFile(registry, {
    headers: { ce_id: 'e-1', ce_subject: 'note-7', ce_time: '2026-02-03T14:30:00Z' },
    body: { event_type: 'noted', data: { text: 'hello' } },
  });
  expect(JSON.parse(text)).toMatchObject({ reads: { streamId: 'note-7', key: 'note-7' } });
  expect(goldenFaults(registry, { [name]: text })).toEqual([]);
});
