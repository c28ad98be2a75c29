import assert from 'node:assert/strict';

const canonical = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const inUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Asserts that a text is an instant as logs report it: RFC 3339 in UTC with microseconds. */
export function assertInstant(text: string): void {
  assertUtc(text);
  assert.match(text, canonical);
}

/** Asserts that a text is an instant: RFC 3339 in UTC. */
export function assertUtc(text: string): void {
  assert.match(text, inUtc);
  assert.ok(!Number.isNaN(Date.parse(text)), `${text} is an instant`);
}
