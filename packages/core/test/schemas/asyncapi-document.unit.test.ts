import { defineDomain, defineEvent } from '@foldmart/core';
import { asyncApiDocument, schemaCatalogue } from '@foldmart/core/schemas';
import { shopDomain } from '@foldmart/core/shop';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const specification = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'),
    'utf8',
  ),
) as object;
const isAsyncApi = new Ajv({ strict: false, validateFormats: false }).compile(specification);

const shop = shopDomain();
const document = asyncApiDocument(shop, schemaCatalogue(shop));

describe('the AsyncAPI document of a domain', () => {
  it('is one, by the schema that AsyncAPI publishes', () => {
    expect(isAsyncApi(document), JSON.stringify(isAsyncApi.errors?.slice(0, 3))).toBe(true);
    expect(isAsyncApi({ ...document, channels: { orders: { address: 7 } } })).toBe(false);
  });

  it('refers to nothing that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, path = ''] of references) {
      const found = path
        .split('/')
        .reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], document);
      expect(found, path).toBeDefined();
    }
  });

  it('has a channel for each topic, an operation for each group, and messages with their keys', () => {
    expect(document).toMatchObject({
      asyncapi: '3.0.0',
      info: { title: 'shop', version: '1.0.0' },
      channels: {
        orders: { address: 'orders' },
        'coupon-issue-events': { address: 'coupon-issue-events' },
      },
      operations: {
        'publish-orders': { action: 'send', channel: { $ref: '#/channels/orders' } },
        'consume-order': {
          action: 'receive',
          bindings: { kafka: { groupId: { const: 'orders_group' } } },
        },
      },
      components: {
        messages: {
          'order_created.v1': {
            name: 'order_created',
            payload: { properties: { event_type: { const: 'order_created' } } },
            bindings: { kafka: { key: { description: '{user_id}, with the fields of data' } } },
          },
        },
      },
    });
  });

  it('requires the headers that say what the data does not', () => {
    const noted = defineEvent({ type: 'noted', schema: z.looseObject({ text: z.string() }) });
    const notes = defineDomain({ name: 'notes', events: [noted] });
    expect(asyncApiDocument(notes, schemaCatalogue(notes))).toMatchObject({
      components: { messages: { 'noted.v1': { headers: { required: ['ce_id', 'ce_subject'] } } } },
    });
  });

  it('keeps an event without a topic to itself', () => {
    const noted = defineEvent({ type: 'noted', schema: z.looseObject({ text: z.string() }) });
    const notes = defineDomain({ name: 'notes', events: [noted], defaultTopic: null });
    const { operations, components } = asyncApiDocument(notes, schemaCatalogue(notes));
    expect([operations, components]).toEqual([{}, { messages: {}, schemas: {} }]);
  });
});
