export { loan, promotion, reader, title } from './cached-events.js';
export {
  loanSlipsModel,
  readerKind,
  readersModel,
  titleKind,
  titlesModel,
} from './cached-models.js';
export { borrowingProjection, cachedProjections } from './cached-projections.js';
export {
  catalogue,
  catalogueActivity,
  catalogueActivityModel,
  catalogueBooksModel,
  catalogueFeesModel,
  catalogueModels,
  cataloguePlan,
  shelfmarks,
  shelfmarksModel,
  shelfmarksPlan,
} from './catalogue.js';
export { acquired, bookStream, lent, lentTimes, retitled } from './library-events.js';
export { sourceAt } from './message-sources.js';
export { booksModel, booksProjection, loansModel } from './library-projections.js';
