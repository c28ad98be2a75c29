import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '@foldmart/core/testing';
import { TableLocks } from '../src/database/table-locks.js';
import { Transactions } from '../src/database/transactions.js';
import type { Transaction } from '../src/database/transaction.js';

let clock: VirtualClock;
let locks: TableLocks;
let log: string[];
let begin: () => Transaction;

beforeEach(() => {
  clock = new VirtualClock();
  locks = new TableLocks(clock);
  log = [];
  const transactions = new Transactions(clock, () => undefined);
  begin = () => transactions.begin('a test');
});

function share(name: string, tables: readonly string[]): Transaction {
  const transaction = begin();
  void locks.share(transaction, tables).then(() => log.push(name));
  return transaction;
}

function exclude(name: string, tables: readonly string[], timeoutMs = 1_000): Transaction {
  const transaction = begin();
  void locks
    .exclude(transaction, tables, timeoutMs)
    .then((isMine) => log.push(isMine ? name : `${name} gave up`));
  return transaction;
}

describe('table locks', () => {
  it('are shared by many, or exclusive for one that waits for all of them', async () => {
    const [one, other] = [share('one', ['a']), share('other', ['a', 'b'])];
    exclude('alone', ['a']);
    await clock.advance(10);
    expect(log).toEqual(['one', 'other']);
    one.commit();
    await clock.advance(10);
    expect(log).toEqual(['one', 'other']);
    other.rollback();
    await clock.advance(10);
    expect(log).toEqual(['one', 'other', 'alone']);
  });

  it('are granted in order: a request after an exclusive one waits behind it', async () => {
    const first = share('first', ['a']);
    const alone = exclude('alone', ['a', 'b']);
    share('later', ['b']);
    share('elsewhere', ['c']);
    await clock.advance(10);
    expect(log).toEqual(['first', 'elsewhere']);
    first.commit();
    await clock.advance(10);
    expect(log).toEqual(['first', 'elsewhere', 'alone']);
    alone.commit();
    await clock.advance(10);
    expect(log).toEqual(['first', 'elsewhere', 'alone', 'later']);
  });

  it('are not awaited beyond the time-out, and then block no other request', async () => {
    share('first', ['a']);
    exclude('alone', ['a'], 100);
    share('later', ['a']);
    await clock.advance(99);
    expect(log).toEqual(['first']);
    await clock.advance(1);
    expect(log).toEqual(['first', 'alone gave up', 'later']);
  });

  it('are granted to the next request if a waiting one is gone, and not to a transaction that has ended', async () => {
    const first = exclude('first', ['a']);
    const crashed = exclude('crashed', ['a']);
    await clock.advance(1);
    crashed.rollback();
    first.commit();
    void locks.share(crashed, ['a']);
    void locks.exclude(crashed, ['a'], 10);
    await clock.advance(1);
    exclude('next', ['a']);
    await clock.advance(1);
    expect(log).toEqual(['first', 'next']);
  });

  it('do not block a transaction that holds them already', async () => {
    const transaction = begin();
    await locks.share(transaction, ['a']);
    expect(await clock.drive(locks.exclude(transaction, ['a', 'b'], 10))).toBe(true);
    await clock.drive(locks.share(transaction, ['b']));
  });
});
