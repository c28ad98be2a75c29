import { domainWorld, eventually, type Behind, type Choose, type World } from '@foldmart/simulator';
import { sales, takings, tillInCents, tillInEuros } from './till.js';

/** What of a rolling upgrade differs. */
export interface TillOptions {
  readonly behind?: Behind;
  /** Whether the next version raises the version of its inline rows; default false. */
  readonly rebuilds?: boolean;
}

/** A rolling upgrade of the till: events, rows and decisions of both versions side by side. */
export function tillWorld({ behind, rebuilds = false }: TillOptions = {}): World {
  return domainWorld({
    config: { domain: tillInEuros },
    next: { domain: tillInCents(rebuilds ? 2 : 1) as never },
    commands: (choose) => ({
      decider: 'voucher',
      id: choose.oneOf(['a', 'b']),
      type: 'sell',
      data: choose.integer(1, 9),
    }),
    facts: (choose, _serial, program) => ({ type: 'paid', data: paid(choose, program) }),
    producers: 2,
    ...(behind !== undefined && { behind }),
    invariants: [
      eventually('the takings are the sum of what was paid', ({ events, rows }) => {
        const sum = events.reduce((total, { type, data: { euros, cents } }) => {
          if (type !== 'paid') return total;
          return total + Number(cents ?? Number(euros) * 100);
        }, 0);
        const taken = rows(takings).reduce((total, { cents }) => total + Number(cents), 0);
        return sum === taken || `${String(sum)} paid, ${String(taken)} taken`;
      }),
      eventually('every sale is counted', ({ events, rows }) => {
        const sold = events.filter(({ type }) => type === 'voucher_sold').length;
        return sold === Number(rows(sales)[0]?.['count'] ?? 0);
      }),
    ],
  });
}

function paid(choose: Choose, program: 'current' | 'next') {
  const [till, euros] = [choose.oneOf(['one', 'two', 'three']), choose.integer(1, 9)];
  return program === 'next' ? { till, cents: euros * 100 } : { till, euros };
}
