export { problemMediaType, problemSchema, type Problem } from './problems/problem.js';
