import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignPartitions } from '../src/event-bus/assignment.js';

const members = ['a', 'b', 'c', 'd', 'e'];
const anyMembers = fc.subarray(members, { minLength: 1 });
/** Owners may have left the group, or hold more than their share. */
const anyOwners = fc.array(fc.option(fc.constantFrom(...members, 'gone'), { nil: undefined }), {
  minLength: 1,
  maxLength: 12,
});

function sharesOf(assignment: readonly (string | undefined)[], of: readonly string[]): number[] {
  return of.map((member) => assignment.filter((holder) => holder === member).length);
}

describe('the assignment of partitions', () => {
  it('gives three members one partition each, two 2 and 1, and lets a fourth stand by', () => {
    const fresh = [undefined, undefined, undefined];
    expect(assignPartitions(fresh, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(assignPartitions(fresh, ['a', 'b'])).toEqual(['a', 'a', 'b']);
    expect(assignPartitions(['a', 'b', 'c'], ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c']);
  });

  it('leaves no partition without a member, in shares that differ by at most one', () => {
    fc.assert(
      fc.property(anyOwners, anyMembers, (owners, present) => {
        const target = assignPartitions(owners, present);
        const shares = sharesOf(target, present);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(owners.length);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes a partition only from a member that holds more than its share', () => {
    fc.assert(
      fc.property(anyOwners, anyMembers, (owners, present) => {
        const target = assignPartitions(owners, present);
        const largestShare = Math.ceil(owners.length / present.length);
        for (const [partition, owner] of owners.entries()) {
          if (owner === undefined || !present.includes(owner) || target[partition] === owner)
            continue;
          const held = owners.filter((other) => other === owner).length;
          const kept = target.filter((holder) => holder === owner).length;
          expect(held).toBeGreaterThan(Math.floor(owners.length / present.length));
          expect(kept).toBeGreaterThanOrEqual(largestShare - 1);
        }
      }),
    );
  });

  it('moves nothing if the shares are already even', () => {
    fc.assert(
      fc.property(anyMembers, fc.integer({ min: 1, max: 12 }), (present, partitions) => {
        const fresh = Array.from({ length: partitions }, () => undefined);
        const settled = assignPartitions(fresh, present);
        expect(assignPartitions(settled, present)).toEqual(settled);
      }),
    );
  });

  it('assigns nothing in an empty group', () => {
    expect(assignPartitions(['a', undefined], [])).toEqual([undefined, undefined]);
  });
});
