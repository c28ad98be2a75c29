export type { App, AppMethods, Fact } from './app.js';
export { createApp } from './create-app.js';
export { openPublisher } from './publish-facts.js';
