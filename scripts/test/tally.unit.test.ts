import { describe, expect, it } from 'vitest';
import { closingLine, passedOnRetry, tally } from '../ci/tally.mjs';

function file(status: string, ...statuses: string[]) {
  return { status, assertionResults: statuses.map((each) => ({ status: each })) };
}

describe('the tally of a run', () => {
  it('adds up the tests of every file of every report', () => {
    const first = { testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed')] };
    const second = { testResults: [file('passed', 'passed', 'pending', 'skipped', 'todo')] };
    expect(tally([first, second])).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });

  it('counts a file that failed before its tests as one failure', () => {
    expect(tally([{ testResults: [file('failed')] }])).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    });
    expect(tally([{ testResults: [file('failed', 'passed')] }]).failed).toBe(1);
  });

  it('names the tests that passed at their second attempt, with the first error', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'steady', failureMessages: [] },
      { status: 'failed', fullName: 'broken', failureMessages: ['Error: twice'] },
      { status: 'passed', fullName: 'unsteady', failureMessages: ['Error: once'] },
    ];
    const testResults = [{ status: 'failed', name: 'bus.int.test.ts', assertionResults }];
    expect(passedOnRetry([{ testResults }])).toEqual(['bus.int.test.ts: unsteady\nError: once']);
  });

  it('ends with one plain line', () => {
    expect(closingLine({ passed: 12, failed: 1, skipped: 0 })).toBe(
      '12 passed, 1 failed, 0 skipped',
    );
  });
});
