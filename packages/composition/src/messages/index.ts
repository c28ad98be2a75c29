export {
  isWanted,
  parseCondition,
  type FieldCondition,
  type MessageFilter,
} from './message-filter.js';
export { prepareViews, viewOf, type MessageView } from './message-view.js';
export {
  prepareEvent,
  prepareRaw,
  type PreparedMessage,
  type PublishRequest,
} from './prepare-message.js';
export { publishPrepared, type PublishedMessage } from './publish-prepared.js';
export { bodyLines, bytesOf, hexDump, printableText, textOrHex } from './readable-bytes.js';
export { searchMessages, type FoundMessages, type MessageSearch } from './search-messages.js';
