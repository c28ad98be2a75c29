import { coverageFaults, type Coverage } from '@foldmart/conformance/vitest';
import { expect, it } from 'vitest';

const suite = { port: 'event-bus', cases: [{ name: 'keeps order' }, { name: 'loses nothing' }] };
const passed = suite.cases.map(({ name }) => name);
const complete: Coverage = {
  required: { memory: ['event-bus'], kafka: ['event-bus'] },
  suites: [suite],
  reports: [
    { run: 'this', adapter: 'memory', port: 'event-bus', passed },
    { run: 'this', adapter: 'kafka', port: 'event-bus', passed },
  ],
  run: 'this',
};

function withKafka(change: Partial<Coverage['reports'][number]>): Coverage {
  const [memory, kafka] = complete.reports;
  return { ...complete, reports: [memory!, { ...kafka!, ...change }] };
}

it('finds no fault if every adapter passed every case', () => {
  expect(coverageFaults(complete)).toEqual([]);
});

it('finds an adapter that bound nothing', () => {
  expect(coverageFaults({ ...complete, reports: complete.reports.slice(0, 1) })).toEqual([
    'kafka has not bound the suite of event-bus',
  ]);
});

it('finds a report of an earlier run', () => {
  expect(coverageFaults(withKafka({ run: 'another' }))).toEqual([
    'kafka has not run the suite of event-bus in this run',
  ]);
});

it('finds a case that did not pass', () => {
  expect(coverageFaults(withKafka({ passed: ['keeps order'] }))).toEqual([
    'kafka did not run and pass this case of event-bus: loses nothing',
  ]);
});

it('finds a case that only one adapter ran', () => {
  expect(coverageFaults(withKafka({ passed: [...passed, 'of its own'] }))).toEqual([
    'kafka ran a case of event-bus that no other runs: of its own',
  ]);
});

it('finds two cases with one name, because one would hide the other', () => {
  const twins = { ...suite, cases: [...suite.cases, { name: 'keeps order' }] };
  expect(coverageFaults({ ...complete, suites: [twins] })).toContain(
    'the suite of event-bus has two cases called: keeps order',
  );
});

it('finds a port without a suite', () => {
  expect(coverageFaults({ ...complete, required: { memory: ['clock'] } })).toEqual([
    'there is no suite for clock, which memory must bind',
  ]);
});

it('accepts a skipped binding that is declared as skipped', () => {
  const reports = complete.reports.slice(0, 1);
  const skipped = new Set(['kafka-event-bus']);
  expect(coverageFaults({ ...complete, reports, skipped })).toEqual([]);
});
