import { realClock } from '@foldmart/conformance';
import { Session, type StatementResult } from '../../src/connection/session.js';
import type { CopyStatement, Statement } from '../../src/connection/statement.js';

/** A connection that pauses before each statement, so that transactions overlap in every way. */
export class PausingSession extends Session {
  readonly #pauseMs: () => number;

  constructor(session: Session, pauseMs: () => number) {
    super(session.client);
    this.#pauseMs = pauseMs;
  }

  override async run(statement: Statement): Promise<StatementResult> {
    await realClock.sleep(this.#pauseMs());
    return super.run(statement);
  }

  override async runAll(
    statements: Iterable<Statement | CopyStatement>,
  ): Promise<readonly StatementResult[]> {
    const results: StatementResult[] = [];
    for (const statement of statements) {
      results.push(...(await super.runAll([statement])));
    }
    return results;
  }
}
