import { fc, it } from '@fast-check/vitest';
import { schemaIssues, type AnyEventDefinition } from '@foldmart/core';
import { eventJsonSchema } from '@foldmart/core/schemas';
import { shopRegistry } from '@foldmart/core/shop';
import { shopEnvelopes } from '@foldmart/core/shop/testing';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const ajv = new Ajv({ strict: false });
const checks = new Map(
  shopRegistry.definitions.map((definition) => [
    definition.type as string,
    {
      definition: definition as AnyEventDefinition,
      accepts: ajv.compile(eventJsonSchema(definition)),
    },
  ]),
);

it.prop([shopEnvelopes()])('accepts the data of every event', ({ type, data }) => {
  expect([data, checks.get(type)?.accepts(data)]).toEqual([data, true]);
});

it.prop([
  shopEnvelopes(),
  fc.nat(),
  fc.oneof(fc.constant(undefined), fc.constant(-1), fc.constant('')),
])('refuses nothing that the schema of the event accepts', ({ type, data }, place, wrong) => {
  const check = checks.get(type);
  if (check === undefined) throw new Error(`${type} is no event of the shop`);
  const fields = Object.keys(eventJsonSchema(check.definition)['properties'] as object);
  const field = fields[place % fields.length] ?? '';
  const rest = Object.fromEntries(Object.entries(data).filter(([name]) => name !== field));
  const changed = wrong === undefined ? rest : { ...rest, [field]: wrong };
  if (check.accepts(changed)) return;
  expect(schemaIssues(check.definition, changed)).not.toEqual([]);
});
