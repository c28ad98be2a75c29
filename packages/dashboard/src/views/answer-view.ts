import type { SqlAnswer } from '@foldmart/composition';

/** The answer to a question in SQL. */
export interface AnswerView extends SqlAnswer {
  readonly tookMs: number;
}

/** A question to start from. */
export interface ExampleView {
  readonly title: string;
  readonly sql: string;
}
