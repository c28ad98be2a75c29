export { answerClientError } from '../problems/answer-client-errors.js';
export { ProblemError } from '../problems/problem-error.js';
export { problemOf } from '../problems/problem-of.js';
export { problem, problemMediaType, type Problem, type ProblemKind } from '../problems/problem.js';
export type { ZodTypes } from '../schemas/coupon-app.js';
export { validateByZod } from '../schemas/validate-by-zod.js';
export { bearerToken } from '../security/bearer-token.js';
export { isSameSecret } from '../security/is-same-secret.js';
