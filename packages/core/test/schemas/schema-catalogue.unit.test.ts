import { defineDomain, defineEvent, type AnyEventDefinition } from '@foldmart/core';
import { compareCatalogues, readCatalogue, schemaCatalogue } from '@foldmart/core/schemas';
import { shopDomain } from '@foldmart/core/shop';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const paid = {
  type: 'paid',
  schema: z.looseObject({ account: z.object({ id: z.int() }), amount: z.int() }),
  streamId: ({ account }: { readonly account: { readonly id: number } }) => `account-${account.id}`,
};

type EventInput = Omit<AnyEventDefinition, 'version'> & { readonly version?: number };

function domainOf(...definitions: EventInput[]) {
  return defineDomain({
    name: 'bank',
    events: definitions.map((definition) => defineEvent(definition)),
  });
}

describe('the catalogue of a domain', () => {
  it('names the topic, the key and the stream of each event', () => {
    const { events } = schemaCatalogue(shopDomain());
    expect(events['order_created']).toMatchObject({
      version: 1,
      topic: 'orders',
      key: '{user_id}',
      stream: 'order-{order_id}',
    });
    expect(events['coupon_issue_requested']?.key).toBe('coupon-{coupon_id}');
    expect(schemaCatalogue(domainOf(paid)).events['paid']).toMatchObject({
      topic: 'bank',
      key: 'account-{account.id}',
      stream: 'account-{account.id}',
    });
  });

  it('leaves a key open that needs real data', () => {
    const { events } = schemaCatalogue(
      domainOf({
        ...paid,
        partitionKey: ({ amount }: { readonly amount: number }) => amount.toFixed(0),
      }),
    );
    expect(events['paid']?.key).toBeNull();
  });

  it('survives a file', () => {
    const catalogue = schemaCatalogue(shopDomain());
    expect(readCatalogue(JSON.parse(JSON.stringify(catalogue)))).toEqual(catalogue);
    expect(() => readCatalogue({ domain: 'x', events: { e: { version: 0 } } })).toThrow(
      /^events\.e\.version: /,
    );
  });

  it('keeps the schema of a former version beside the new one', () => {
    const former = schemaCatalogue(domainOf(paid));
    const raised = domainOf({
      ...paid,
      version: 2,
      schema: z.looseObject({ account: z.object({ id: z.int() }), sum: z.int() }),
      upcasters: { 1: ({ amount, ...data }) => ({ ...data, sum: amount }) },
    });
    const now = schemaCatalogue(raised, former);
    expect(Object.keys(now.events['paid']?.schemas ?? {})).toEqual(['1', '2']);
    expect(compareCatalogues(former, now)).toEqual([
      {
        event: 'paid',
        version: null,
        path: null,
        what: 'is at version 2; it was at 1',
        breaks: [],
      },
    ]);
  });
});

describe('two catalogues', () => {
  const former = schemaCatalogue(domainOf(paid, { type: 'closed', schema: z.looseObject({}) }));
  const changesTo = (...definitions: EventInput[]) =>
    compareCatalogues(former, schemaCatalogue(domainOf(...definitions)))
      .filter(({ event }) => event !== 'closed')
      .map(({ what, breaks }) => `${what}: ${breaks.join(', ') || '-'}`);

  it('are equal for the same events', () => {
    expect(compareCatalogues(former, former)).toEqual([]);
  });

  it('differ by an event that is gone, or new', () => {
    const now = schemaCatalogue(domainOf(paid, { type: 'opened', schema: z.looseObject({}) }));
    expect(compareCatalogues(former, now)).toEqual([
      {
        event: 'closed',
        version: null,
        path: null,
        what: 'is gone',
        breaks: ['stored', 'readers'],
      },
      { event: 'opened', version: null, path: null, what: 'is new', breaks: [] },
    ]);
  });

  it('differ by topic, key and stream', () => {
    expect(changesTo({ ...paid, topic: 'payments' })).toEqual([
      'has the topic payments; it was bank: readers',
    ]);
    expect(changesTo({ ...paid, partitionKey: () => 'one' })).toEqual([
      'has the key one; it was account-{account.id}: readers',
    ]);
    expect(changesTo({ ...paid, partitionKey: paid.streamId, streamId: () => 'x' })).toEqual([
      'has the stream x; it was account-{account.id}: stored',
    ]);
  });
});
