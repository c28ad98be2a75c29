export {
  acquired,
  bookStream,
  lent,
  lentTimes,
  retitled,
  type EventOverrides,
} from './library-events.js';
export { sourceAt } from './message-sources.js';
export { booksModel, booksProjection, loansModel } from './library-projections.js';
