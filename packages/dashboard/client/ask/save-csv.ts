import { csvOf } from '../../src/shown/csv.js';
import type { AnswerView } from '../../src/views/answer-view.js';

/** Saves an answer as a file. */
export function saveCsv(answer: AnswerView): void {
  const url = URL.createObjectURL(new Blob([csvOf(answer)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'answer.csv';
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
