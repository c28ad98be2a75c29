import {
  isVersionConflictError,
  type AppendResult,
  type IngestBatch,
  type IngestOutcome,
  type IngestReport,
  type Meter,
} from '@foldmart/core';
import { metricDefinitions } from '../metrics/metric-definitions.js';
import type { MeasuredPort } from './measure-port.js';

/** The reasons under which outcomes of an ingest are parked. */
const parkedAs: Partial<Record<IngestOutcome, string>> = {
  conflict: 'conflict',
  refused: 'refused',
  held: 'parked-successor',
};

/** Counts what appends and ingests have written. */
export function countEvents(meter: Meter): Pick<MeasuredPort, 'onResult' | 'onError'> {
  const appended = meter.counter(metricDefinitions.appended);
  const duplicates = meter.counter(metricDefinitions.duplicates);
  const conflicts = meter.counter(metricDefinitions.conflicts);
  const versionConflicts = meter.counter(metricDefinitions.versionConflicts);
  const countIngest = ingestCounter(meter);
  return {
    onResult(operation, args, result) {
      const counts = { appended: 0, duplicate: 0, conflict: 0 };
      if (operation === 'append') {
        for (const one of result as readonly AppendResult[]) {
          counts.appended += one.appended;
          counts.duplicate += one.duplicates;
        }
      } else if (operation === 'ingest') {
        Object.assign(counts, countIngest(args[0] as IngestBatch, result as IngestReport));
      } else return;
      if (counts.appended > 0) appended.add({ operation }, counts.appended);
      if (counts.duplicate > 0) duplicates.add({ operation }, counts.duplicate);
      if (counts.conflict > 0) conflicts.add({ operation }, counts.conflict);
    },
    onError(operation, _args, error) {
      if (operation === 'append' && isVersionConflictError(error)) versionConflicts.add({}, 1);
    },
  };
}

type OutcomeCounts = Record<IngestOutcome, number>;

function ingestCounter(meter: Meter): (batch: IngestBatch, report: IngestReport) => OutcomeCounts {
  const parked = meter.counter(metricDefinitions.parked);
  return (batch, { outcomes }) => {
    const counts = { appended: 0, duplicate: 0, conflict: 0, refused: 0, held: 0 };
    for (const outcome of outcomes) counts[outcome] += 1;
    for (const { source, reason } of batch.deadLetters ?? []) {
      parked.add({ group: source.group, topic: source.topic, reason }, 1);
    }
    const source = batch.items.find((item) => item.source !== undefined)?.source;
    if (source === undefined) return counts;
    const { group, topic } = source;
    for (const [outcome, reason] of Object.entries(parkedAs)) {
      const count = counts[outcome as IngestOutcome];
      if (count > 0) parked.add({ group, topic, reason }, count);
    }
    return counts;
  };
}
