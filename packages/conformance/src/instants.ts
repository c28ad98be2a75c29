import assert from 'node:assert/strict';

const canonical = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** Asserts that a text is an instant as stores tell them: RFC 3339 in UTC with microseconds. */
export function assertInstant(text: string): void {
  assert.match(text, canonical);
  assert.ok(!Number.isNaN(Date.parse(text)), `${text} is an instant`);
}
