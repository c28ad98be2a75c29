import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminToken, openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';
import { validValues, type JsonSchema } from './support/valid-values.js';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, unknown>> }>
  >;
  readonly security?: unknown;
}

interface Call {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly operation: Operation;
}

let api: RushApi;
let calls: readonly Call[];

beforeAll(async () => {
  api = await openRushApi({ longestWaitMs: 1 });
  await openCampaign(api, 1, 10);
  const { paths } = (await api.app.inject({ url: '/openapi.json' })).json<{
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  }>();
  calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      path,
      method: method.toUpperCase() as Call['method'],
      operation,
    })),
  );
});
afterAll(() => api.close());

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '0', '-1', '1e9', '9'.repeat(400), '__proto__', '../..', '%00', "' OR 1=1--"),
);
const headerText = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 300 });
const anyBody = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.string(),
  fc.constantFrom('', '{', 'null', '{"__proto__":{"x":1}}', '[]', '{"couponId":1e400,"stock":1}'),
);
const anyType = fc.constantFrom(
  'application/json',
  'text/plain',
  'application/xml',
  'x',
  undefined,
);

interface Request {
  readonly call: Call;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly body: string | undefined;
  readonly type: string | undefined;
  readonly isAdmin: boolean;
}

/** A call with anything in its parameters and body. */
function anyRequest(call: Call): fc.Arbitrary<Request> {
  const names = (call.operation.parameters ?? []).map((each) => [
    each.name,
    each.in === 'header' ? headerText : fc.oneof(anyText, asText(each.schema)),
  ]);
  return fc.record({
    call: fc.constant(call),
    values: fc.record(Object.fromEntries(names) as Record<string, fc.Arbitrary<string>>, {
      requiredKeys: [],
    }),
    body: call.method === 'GET' ? fc.constant(undefined) : fc.option(anyBody, { nil: undefined }),
    type: anyType,
    isAdmin: fc.boolean(),
  });
}

/** A call that the document allows. */
function validRequest(call: Call): fc.Arbitrary<Request> {
  const { parameters = [], requestBody } = call.operation;
  const values = Object.fromEntries(parameters.map(({ name, schema }) => [name, asText(schema)]));
  const requiredKeys = parameters.filter(({ required }) => required === true).map((p) => p.name);
  const schema = requestBody?.content['application/json']?.schema;
  return fc.record({
    call: fc.constant(call),
    values: fc.record(values, { requiredKeys }),
    body:
      schema === undefined
        ? fc.constant(undefined)
        : validValues(schema).map((value) => JSON.stringify(value)),
    type: fc.constant(schema === undefined ? undefined : 'application/json'),
    isAdmin: fc.constant(true),
  });
}

/** A text that stays what it is as a segment of a path: every client resolves `.` and `..`. */
function asText(schema: JsonSchema): fc.Arbitrary<string> {
  return validValues(schema)
    .map(String)
    .filter((text) => text !== '.' && text !== '..');
}

function send({ call, values, body, type, isAdmin }: Request) {
  const { parameters = [] } = call.operation;
  const given = (place: Parameter['in']) =>
    parameters.flatMap(({ name, in: where }) => {
      const value = values[name];
      return where === place && value !== undefined ? [[name, value] as const] : [];
    });
  const path = given('path').reduce(
    (text, [name, value]) =>
      text.replace(`{${name}}`, () => encodeURIComponent(toWellFormed(value))),
    call.path,
  );
  return api.app.inject({
    method: call.method,
    url: path.replaceAll(/\{|\}/g, ''),
    query: Object.fromEntries(given('query')),
    headers: {
      ...Object.fromEntries(given('header').map(([name, value]) => [name, value])),
      ...(type === undefined || body === undefined ? {} : { 'content-type': type }),
      ...(isAdmin ? { authorization: `Bearer ${adminToken}` } : {}),
    },
    ...(body === undefined ? {} : { payload: body }),
  });
}

type Answer = Awaited<ReturnType<typeof send>>;

/** Lone surrogates cannot be part of a URL. */
function toWellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** What any server may answer, whatever a document says. */
const always = ['400', '404', '405', '413', '415'];

function expectDocumented({ call }: Request, answer: Answer): void {
  const { responses } = call.operation;
  const status = String(answer.statusCode);
  expect([...Object.keys(responses), ...always]).toContain(status);
  const documented = Object.keys(responses[status]?.content ?? {});
  const [type] = String(answer.headers['content-type']).split(';');
  if (documented.length > 0) expect(documented).toContain(type);
  if (answer.statusCode >= 400) expect(type).toBe('application/problem+json');
}

it('every request gets a documented answer, and a refusal is a problem document', async () => {
  const request = fc.constantFrom(...calls).chain(anyRequest);
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const answer = await send(asked);
      expectDocumented(asked, answer);
      expect(answer.statusCode).toBeLessThan(500);
      expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
      if (answer.statusCode < 400) return;
      expect(answer.json()).toMatchObject({ status: answer.statusCode });
      expect(answer.body).not.toMatch(/ at .*:\d+:\d+/);
    }),
    { numRuns: 500 },
  );
});

/** What JSON Schema does not say: rules between two fields, and the size of a number in a text. */
function isBeyondSchemas({ call, values, body = '' }: Request): boolean {
  if (body.includes('closesAt')) return true;
  const isNumber = (text = '1') => !/^\d+$/.test(text) || isWholeFromOne(Number(text));
  if (!Object.values(values).every(isNumber)) return true;
  const isNamedOnce = (values['userId'] !== undefined) !== body.includes('userId');
  return call.path.endsWith('/issue') && !isNamedOnce;
}

function isWholeFromOne(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

it('a request that the document allows is never refused as malformed', async () => {
  const request = fc.constantFrom(...calls).chain(validRequest);
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const answer = await send(asked);
      expectDocumented(asked, answer);
      if (isBeyondSchemas(asked)) return;
      expect({ status: answer.statusCode, body: answer.body }).not.toMatchObject({ status: 400 });
    }),
    { numRuns: 250 },
  );
});
