export type { App, AppMethods, Fact } from './app.js';
export type { WaitOptions } from './wait-for.js';
export { createApp } from './create-app.js';
export { openPublisher } from './publish-facts.js';
