import { carrierOfHeaders, traceOrigin } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const traced = (digit: string) => ({
  traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-01`,
});
const [one, other] = [traced('1'), traced('2')];

describe('the work on a batch', () => {
  it('continues the trace that all its messages have', () => {
    expect(traceOrigin([one, { ...one }])).toEqual({ parent: one, links: [] });
  });

  it('is linked to each trace if there are several, or if some messages have none', () => {
    expect(traceOrigin([one, other, one])).toEqual({ links: [one, other] });
    expect(traceOrigin([one, undefined])).toEqual({ links: [one] });
    expect(traceOrigin([undefined])).toEqual({ links: [] });
  });

  it('has no more links than an SDK keeps', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      traceparent: `00-${String(index + 1).padStart(32, '0')}-${'1'.repeat(16)}-01`,
    }));
    expect(traceOrigin(many).links).toEqual(many.slice(0, 128));
  });
});

describe('headers', () => {
  it('name a trace, with the state of its vendor', () => {
    expect(carrierOfHeaders({ ...one, tracestate: 'a=1' })).toEqual({ ...one, tracestate: 'a=1' });
    expect(carrierOfHeaders({ ...one, tracestate: '' })).toEqual(one);
  });

  it('name none if they are missing or wrong', () => {
    for (const headers of [undefined, {}, { traceparent: '' }, { traceparent: '00-1-2-01' }]) {
      expect(carrierOfHeaders(headers)).toBeUndefined();
    }
  });
});
