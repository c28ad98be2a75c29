import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProcessClock, realClock, TcpRelay } from '@foldmart/conformance';
import type { HeldLock, LeaderLease } from '@foldmart/core';
import type { PostgresDatabase } from '../src/index.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';
import { serviceAddress } from './support/service-options.js';

const patience = { timeout: 30_000, interval: 20 };
const lasting = { leaderLeaseMs: 60_000 };
const short = { leaderLeaseMs: 1_000 };

let schema: ScratchSchema;
let standBy: PostgresDatabase;
let server: ScratchConnection;

beforeEach(async () => {
  schema = scratchSchema();
  standBy = await schema.open([], lasting);
  server = await schema.connect();
});

afterEach(() => schema.dispose());

describe('a holder that cannot reach its server', () => {
  it('has stopped leading before another process starts, and may lead again later', async () => {
    const relay = await TcpRelay.open(serviceAddress());
    const address = { host: '127.0.0.1', port: relay.port };
    const cutOff = await schema.open([], { ...address, ...short });
    const held = await acquire(cutOff);
    relay.hold();
    const lostAtTakeOver: (boolean | undefined)[] = [];
    const next = await takeOver(standBy, () => lostAtTakeOver.push(held.lost.aborted));
    expect(lostAtTakeOver.at(-1)).toBe(true);
    relay.release();
    await next.release();
    await expect.poll(() => cutOff.locks.tryAcquire('leader'), patience).toBeDefined();
    await cutOff.close();
    await relay.close();
  });

  it('gets a lock again whose answer was lost, at once', async () => {
    const relay = await TcpRelay.open(serviceAddress());
    const address = { host: '127.0.0.1', port: relay.port };
    const database = await schema.open([], { ...address, ...lasting, poolSize: 1 });
    await (await acquire(database)).release();
    relay.isSwallowing = true;
    const attempt = database.locks.tryAcquire('leader').catch((error: unknown) => error);
    await expect.poll(async () => (await lease()).isValid, patience).toBe(true);
    relay.isSwallowing = false;
    relay.cut();
    expect(await attempt).toMatchObject({ isRetryable: true });
    const held = await acquire(database);
    expect(held.token).toBe(3);
    expect(await standBy.locks.tryAcquire('leader')).toBeUndefined();
    await database.close();
    await relay.close();
  });
});

describe('only the clock of the server decides', () => {
  it('a process whose wall clock is off by 30 days leads and stands by as any other', async () => {
    const off = new OffClock(30 * 86_400_000);
    const database = await schema.openWith({ clock: off }, lasting);
    const held = await acquire(database);
    expect(await standBy.locks.tryAcquire('leader')).toBeUndefined();
    await held.release();
    await acquire(standBy);
    expect(await database.locks.tryAcquire('leader')).toBeUndefined();
  });

  it('a lease from the future is not valid: the clock was set back, or a dump was restored', async () => {
    await acquire(standBy);
    const other = await schema.open([], lasting);
    expect(await other.locks.tryAcquire('leader')).toBeUndefined();
    await shiftLease('1 hour');
    expect(await lease()).toMatchObject({ isValid: false });
    expect((await acquire(other)).token).toBe(2);
  });

  it('a lease of a restored dump has expired', async () => {
    await acquire(standBy);
    await shiftLease('-1 hour');
    const other = await schema.open([], lasting);
    expect((await acquire(other)).token).toBe(2);
  });

  it('a holder whose lease ended on the server stops when it renews, whatever its own clock says', async () => {
    const database = await schema.open([], { leaderLeaseMs: 3_000 });
    const held = await acquire(database);
    await shiftLease('-1 hour');
    await expect.poll(() => held.lost.aborted, patience).toBe(true);
    expect(held.lost.reason).toMatchObject({
      message: expect.stringContaining('ended on the server') as string,
    });
  });
});

it('a database that is opened for reading lists leases, and refuses to lead', async () => {
  const held = await acquire(standBy);
  const reader = await schema.openWith({ access: 'read' });
  expect(await reader.locks.leases()).toMatchObject([{ name: 'leader', token: held.token }]);
  await held.release();
  await expect(reader.locks.tryAcquire('leader')).rejects.toMatchObject({ isRetryable: true });
});

it('a stand-by neither writes nor takes a transaction id', async () => {
  const holder = await schema.open([], lasting);
  await acquire(holder);
  const version = async () => {
    const text = `SELECT xmin, xmax, ctid FROM ${schema.name}.leader_leases`;
    return (await server.session.run({ text })).rows;
  };
  const before = await version();
  for (let nth = 0; nth < 20; nth += 1) await standBy.locks.tryAcquire('leader');
  expect(await version()).toEqual(before);
});

it('a process that is stopped while it acquires a lock does not lead when it resumes', async () => {
  const relay = await TcpRelay.open(serviceAddress());
  const clock = new ProcessClock(realClock);
  const address = { host: '127.0.0.1', port: relay.port };
  const database = await schema.openWith({ clock }, { ...address, ...short, poolSize: 1 });
  await (await acquire(database)).release();
  relay.isSwallowing = true;
  const attempt = database.locks.tryAcquire('leader').catch(() => undefined);
  await expect.poll(async () => (await lease()).token, patience).toBe(2);
  clock.stop();
  await expect.poll(async () => (await lease()).isValid, patience).toBe(false);
  relay.isSwallowing = false;
  relay.cut();
  clock.resume();
  expect(await attempt).toBeUndefined();
  await acquire(standBy);
  await database.close();
  await relay.close();
});

async function acquire({ locks }: PostgresDatabase): Promise<HeldLock> {
  const held = await locks.tryAcquire('leader');
  if (held === undefined) throw new Error('The lock is not free.');
  return held;
}

async function takeOver({ locks }: PostgresDatabase, onTry: () => void): Promise<HeldLock> {
  let held: HeldLock | undefined;
  const isTaken = async (): Promise<boolean> => {
    held = await locks.tryAcquire('leader');
    onTry();
    return held !== undefined;
  };
  await expect.poll(isTaken, patience).toBe(true);
  if (held === undefined) throw new Error('The lock was taken.');
  return held;
}

async function lease(): Promise<LeaderLease> {
  const [found] = await standBy.locks.leases();
  return found ?? { name: '', holder: '', token: 0, renewedAt: '', expiresAt: '', isValid: false };
}

/** Moves the lease in time, as a change of the server's clock would. */
async function shiftLease(by: string): Promise<void> {
  await server.session.run({
    text: `
      UPDATE ${schema.name}.leader_leases
      SET renewed_at = renewed_at + $1::interval, expires_at = expires_at + $1::interval`,
    values: [by],
  });
}

/** A clock whose time of day is wrong. */
class OffClock extends ProcessClock {
  readonly #byMs: number;

  constructor(byMs: number) {
    super(realClock);
    this.#byMs = byMs;
  }

  override now(): number {
    return super.now() + this.#byMs;
  }
}
