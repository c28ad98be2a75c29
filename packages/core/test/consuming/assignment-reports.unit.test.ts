import { AssignmentReports } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

describe('the reports of a member’s partitions', () => {
  it('come when the partitions change, and not when they are the same again', () => {
    const reported: (readonly number[])[] = [];
    const reports = new AssignmentReports({ assigned: (held) => void reported.push(held) });
    for (const held of [[1, 2], [1, 2], [12], [12], [1], [], [], [1]]) reports.report(held);
    expect(reported).toEqual([[1, 2], [12], [1], [], [1]]);
  });

  it('say once that it holds none, also at first', () => {
    const reported: (readonly number[])[] = [];
    const reports = new AssignmentReports({ assigned: (held) => void reported.push(held) });
    reports.report([]);
    reports.report([]);
    expect(reported).toEqual([[]]);
  });

  it('need no observer', () => {
    expect(() => new AssignmentReports().report([0])).not.toThrow();
    expect(() => new AssignmentReports({}).report([0])).not.toThrow();
  });
});
