export { carrierOfEvent, carrierOfHeaders } from './carrier-of.js';
export { inSpan } from './in-span.js';
export { traceOrigin, type TraceOrigin } from './trace-origin.js';
