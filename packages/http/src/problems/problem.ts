import * as z from 'zod';

/** An error as RFC 9457 defines it; `type` is for programs, `detail` for people. */
export const problemSchema = z
  .object({
    type: z.string().describe('Names the kind of problem: `urn:foldmart:problem:` and a slug.'),
    title: z.string().describe('The kind of problem in a few words.'),
    status: z.int().describe('The HTTP status, again.'),
    detail: z.string().optional().describe('What happened this time, and what to do.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Every fault of the input: where, and what.'),
  })
  .describe('A problem document (RFC 9457).');

export type Problem = z.output<typeof problemSchema>;

/** The media type of problem documents. */
export const problemMediaType = 'application/problem+json';

/** The status and title of each kind of problem, by the slug of its type. */
const kinds = {
  'invalid-request': [400, 'The request is invalid'],
  'token-missing': [401, 'This call needs a token'],
  'token-wrong': [403, 'This is not the token'],
  'changes-off': [403, 'Changes are switched off'],
  'admin-token-missing': [401, 'This call needs the admin token'],
  'admin-token-wrong': [403, 'This is not the admin token'],
  'admin-calls-off': [403, 'Admin calls are switched off'],
  'not-found': [404, 'There is nothing here'],
  'unknown-coupon': [404, 'There is no such coupon'],
  'unknown-request': [404, 'There is no such request'],
  'method-not-allowed': [405, 'This address has other methods'],
  'too-slow': [408, 'The request took too long to arrive'],
  'coupon-closed': [409, 'The campaign is closed'],
  'coupon-scheduled': [409, 'The campaign is not open yet'],
  'contradicts-campaign': [409, 'The campaign is as it is'],
  'too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The body is not JSON'],
  'too-many-requests': [429, 'Too many requests'],
  'wrong-host': [421, 'This server does not serve this host'],
  'headers-too-large': [431, 'The headers are too large'],
  'internal-error': [500, 'Something went wrong here'],
  'service-failed': [500, 'A service behind this one failed for good'],
  unavailable: [503, 'The service is unavailable for now'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof kinds;

/** Makes a problem document of a kind. */
export function problem(kind: ProblemKind, detail?: string, errors?: Problem['errors']): Problem {
  const [status, title] = kinds[kind];
  return {
    type: `urn:foldmart:problem:${kind}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
}
