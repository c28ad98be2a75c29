export { acquired, bookStream, lent, lentTimes, retitled } from './library-events.js';
export { sourceAt } from './message-sources.js';
export { booksModel, booksProjection, loansModel } from './library-projections.js';
