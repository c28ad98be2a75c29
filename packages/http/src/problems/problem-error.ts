import { problem, type Problem, type ProblemKind } from './problem.js';

/** Ends a request with a problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(kind: ProblemKind, detail?: string) {
    super(detail ?? kind);
    this.problem = problem(kind, detail);
  }
}
