export { durationText } from './outage-text.js';
export { Outages } from './outages.js';
export type { OpenOutage } from './service-watch.js';
export { watchBus } from './watch-bus.js';
export { watchDatabase } from './watch-database.js';
export { watchCall, watchPort } from './watch-port.js';
export { withoutOutageDetails } from './without-outage-details.js';
