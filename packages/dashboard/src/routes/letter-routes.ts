import { bytesOf, deadLetterReasons, deadLetterStatuses } from '@foldmart/composition';
import { ValidationError, type DeadLetterFilter } from '@foldmart/core';
import * as z from 'zod';
import type { LetterChanges } from '../letters/letter-changes.js';
import { listLetters, readLetterView } from '../letters/letter-reader.js';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { requireToken } from '../security/require-token.js';
import { changedBy } from './changed-by.js';
import { inTime } from './in-time.js';

const name = z.string().min(1).max(300);
const id = z.string().regex(/^\d{1,18}$/, 'expected the number of a dead letter');
const status = z.enum(deadLetterStatuses);

const filterFields = {
  group: name.optional(),
  topic: name.optional(),
  reason: z.enum(deadLetterReasons).optional(),
  /** Text, or `hex:00ff`. */
  key: z.string().max(4_000).optional(),
};
const filter = z.strictObject(filterFields);

const listQuery = z.object({
  ...filterFields,
  status: z.union([status, z.literal('any')]).default('waiting'),
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const oneQuery = z.object({ id });

const choice = z.union([
  z.object({ ids: z.array(id).min(1).max(200) }),
  z.object({ filter }).transform(({ filter: given }) => ({ filter: filterOf(given) })),
]);
const editBody = z.object({
  by: changedBy,
  id,
  /** Text, pairs of hexadecimal digits, or no body. */
  body: z.union([z.object({ text: z.string() }), z.object({ hex: z.string() }), z.null()]),
  headers: z.record(z.string().min(1).max(300), z.string().max(10_000)),
});
const replayBody = z.object({ by: changedBy, choice, dryRun: z.boolean() });
const discardBody = z.object({ by: changedBy, choice, note: z.string().trim().max(1_000) });

/** `GET api/dead-letters` and `api/dead-letter`; `POST api/dead-letters/edit`, `…/replay` and `…/discard`. */
export function addLetterRoutes(
  app: PageApp,
  { runtime, options }: PageContext,
  changes: LetterChanges,
): void {
  const limited = <Result>(read: Promise<Result>): Promise<Result> =>
    inTime(runtime.clock, options.readTimeoutMs, read);
  app.get('/api/dead-letters', { schema: { querystring: listQuery } }, ({ query }) => {
    const { status: wanted, after, limit, ...given } = query;
    return limited(
      listLetters(runtime, {
        ...filterOf(given),
        limit,
        ...(wanted === 'any' ? {} : { status: wanted }),
        ...(after === undefined ? {} : { after }),
      }),
    );
  });
  app.get('/api/dead-letter', { schema: { querystring: oneQuery } }, ({ query }) =>
    limited(readLetterView(runtime, query.id)),
  );
  const onRequest = requireToken(options.token);
  const path = '/api/dead-letters';
  app.post(`${path}/edit`, { schema: { body: editBody }, onRequest }, ({ body }) =>
    changes.edit(body.id, { value: valueOf(body.body), headers: body.headers }, body.by),
  );
  app.post(`${path}/replay`, { schema: { body: replayBody }, onRequest }, ({ body }) =>
    changes.replay(body.choice, body.by, body.dryRun),
  );
  app.post(`${path}/discard`, { schema: { body: discardBody }, onRequest }, ({ body }) =>
    changes.discard(body.choice, body.by, body.note),
  );
}

function filterOf({ group, topic, reason, key }: z.output<typeof filter>): DeadLetterFilter {
  return {
    ...(group === undefined ? {} : { group }),
    ...(topic === undefined ? {} : { topic }),
    ...(reason === undefined ? {} : { reason }),
    ...(key === undefined ? {} : { key: hexOrText(key, 'key') }),
  };
}

function valueOf(body: z.output<typeof editBody>['body']): Uint8Array | null {
  if (body === null) return null;
  if ('text' in body) return new TextEncoder().encode(body.text);
  return hexOrText(`hex:${body.hex.replaceAll(/\s/g, '')}`, 'body');
}

function hexOrText(text: string, path: string): Uint8Array {
  const bytes = bytesOf(text);
  if (bytes !== undefined) return bytes;
  const message = 'expected pairs of hexadecimal digits';
  throw new ValidationError(`${path}: ${message}`, [{ path, message }]);
}
