import { PortError, TransportWatch, type PortErrorReason } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

describe('the watch of a member’s transport', () => {
  it.each(['unavailable', 'timeout'] as const)('reports that it is %s once', (reason) => {
    const { watch, reports } = watching();
    const failure = failed(reason);
    watch.failed(failure);
    watch.failed(failed('unavailable'));
    watch.failed(failed('timeout'));
    expect(reports).toEqual([failure]);
  });

  it.each(['rejected', 'unauthorized', 'closed', 'unknown', 'corrupt'] as const)(
    'takes the answer %s for no interruption',
    (reason) => {
      const { watch, reports } = watching();
      watch.failed(failed(reason));
      watch.answered();
      expect(reports).toEqual([]);
    },
  );

  it('takes an error of the program for no interruption', () => {
    const { watch, reports } = watching();
    watch.failed(Object.assign(new Error('a bug'), { reason: 'unavailable' }));
    watch.failed(undefined);
    expect(reports).toEqual([]);
  });

  it('reports the first answer after an interruption, and the next interruption', () => {
    const { watch, reports } = watching();
    const [first, second] = [failed('unavailable'), failed('timeout')];
    watch.answered();
    watch.failed(first);
    watch.answered();
    watch.answered();
    watch.failed(second);
    expect(reports).toEqual([first, 'reconnected', second]);
  });

  it('needs no observer that listens', () => {
    const watch = new TransportWatch({});
    watch.failed(failed('timeout'));
    expect(() => watch.answered()).not.toThrow();
  });
});

function watching() {
  const reports: unknown[] = [];
  const watch = new TransportWatch({
    interrupted: (error) => void reports.push(error),
    reconnected: () => void reports.push('reconnected'),
  });
  return { watch, reports };
}

function failed(reason: PortErrorReason): PortError {
  return new PortError({ port: 'event-bus', operation: 'poll', reason, message: 'No answer.' });
}
