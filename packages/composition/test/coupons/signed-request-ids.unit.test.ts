import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SignedRequestIds } from '@foldmart/composition/shop';
import { systemClock } from '@foldmart/node';

const secret = 'a secret of some length';
const uuid = /^[\da-f]{8}-[\da-f]{4}-[78][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('signed request ids', () => {
  const ids = new SignedRequestIds(secret, systemClock);

  it('are UUIDs that sort by the time they were made at', () => {
    let nowMs = 1_770_129_005_000;
    const timed = new SignedRequestIds(secret, { ...systemClock, now: () => (nowMs += 1) });
    const made = Array.from({ length: 200 }, () => timed.next());
    for (const id of made) expect(id).toMatch(uuid);
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(200);
  });

  it('can be read from their tokens in every process with the same secret', () => {
    const id = ids.next();
    expect(new SignedRequestIds(secret, systemClock).idOf(ids.tokenOf(id))).toBe(id);
    expect(
      new SignedRequestIds('another secret of length', systemClock).idOf(ids.tokenOf(id)),
    ).toBe(undefined);
    expect(new SignedRequestIds(undefined, systemClock).idOf(ids.tokenOf(id))).toBe(undefined);
  });

  it('are not accepted from a token that was changed, cut or invented', () => {
    const token = ids.tokenOf(ids.next());
    const changes = fc.oneof(
      fc.string().filter((text) => text !== token),
      fc.nat(token.length - 1).map((length) => token.slice(0, length)),
      fc
        .tuple(fc.nat(token.length - 1), fc.constantFrom('0', 'A', '.', '-', '=', ' ', 'é'))
        .map(([at, other]) => token.slice(0, at) + other + token.slice(at + 1))
        .filter((text) => text !== token),
      fc.string({ minLength: 1, maxLength: 3 }).map((tail) => token + tail),
    );
    fc.assert(
      fc.property(changes, (changed) => {
        expect(ids.idOf(changed)).toBe(undefined);
      }),
    );
  });

  it('stand for the same request by the same key, and for no other', () => {
    const request = { couponId: 1, userId: 16, key: 'mine' };
    const id = ids.forKey(request);
    expect(id).toMatch(uuid);
    expect(new SignedRequestIds(secret, systemClock).forKey({ ...request })).toBe(id);
    const others = [
      { ...request, couponId: 11, userId: 6 },
      { ...request, userId: 17 },
      { ...request, key: 'mine ' },
    ];
    expect(new Set(others.map((other) => ids.forKey(other))).add(id).size).toBe(4);
    expect(ids.tokenOf(id)).not.toContain(ids.tokenOf('x').slice(2));
  });
});
