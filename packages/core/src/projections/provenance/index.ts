export { explainRow, type ExplainRowOptions, type RowExplanation } from './explain-row.js';
export { RowHistory, type RowHistoryOptions, type RowTouch } from './row-history.js';
