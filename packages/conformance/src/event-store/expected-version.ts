import assert from 'node:assert/strict';
import type { ExpectedVersion } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { bookStream, lent, lentTimes } from '../sample-domain/index.js';
import { versionConflictOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { assertResults } from './append-results.js';
import { assertStream } from './stream-contents.js';

const stream = bookStream('a');

/** Each expectation, with the stream versions that meet it and those that do not. */
const expectations: readonly {
  readonly expectedVersion: ExpectedVersion;
  readonly met: readonly number[];
  readonly unmet: readonly number[];
}[] = [
  { expectedVersion: 0, met: [0], unmet: [1, 3] },
  { expectedVersion: 1, met: [1], unmet: [0, 3] },
  { expectedVersion: 3, met: [3], unmet: [0, 1, 4] },
  { expectedVersion: 'no-stream', met: [0], unmet: [1, 3] },
  { expectedVersion: 'stream-exists', met: [1, 3], unmet: [0] },
  { expectedVersion: 'any', met: [0, 1, 3], unmet: [] },
];

export const expectedVersionCases: readonly ConformanceCase<EventStoreHarness>[] =
  expectations.flatMap(({ expectedVersion, met, unmet }) => [
    ...met.map((version) => successCase(expectedVersion, version)),
    ...unmet.map((version) => conflictCase(expectedVersion, version)),
  ]);

function successCase(
  expectedVersion: ExpectedVersion,
  version: number,
): ConformanceCase<EventStoreHarness> {
  return {
    name: `expecting ${expectedVersion} succeeds at version ${version}`,
    async run(harness) {
      const { events } = await harness.open([]);
      const before = lentTimes('a', 1, version);
      await events.append([{ streamId: stream, expectedVersion: 'any', events: before }]);
      const appended = [lent('a', 90), lent('a', 91)];
      const results = await events.append([
        { streamId: stream, expectedVersion, events: appended },
      ]);
      assertResults(results, [
        { streamId: stream, version: version + 2, appended: 2, duplicates: 0 },
      ]);
      await assertStream(events, stream, [...before, ...appended]);
    },
  };
}

function conflictCase(
  expectedVersion: ExpectedVersion,
  version: number,
): ConformanceCase<EventStoreHarness> {
  return {
    name: `expecting ${expectedVersion} conflicts at version ${version}`,
    async run(harness) {
      const { events } = await harness.open([]);
      const before = lentTimes('a', 1, version);
      await events.append([{ streamId: stream, expectedVersion: 'any', events: before }]);
      const conflict = await versionConflictOf(
        events.append([{ streamId: stream, expectedVersion, events: [lent('a', 90)] }]),
      );
      assert.deepEqual(
        [conflict.streamId, conflict.expected, conflict.actual],
        [stream, expectedVersion, version],
        'the conflict has the stream, the expected version and the found one',
      );
      await assertStream(events, stream, before);
    },
  };
}
