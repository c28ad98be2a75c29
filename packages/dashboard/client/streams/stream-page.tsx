import { useEffect, useState } from 'preact/hooks';
import type { StreamPartView, StreamStepView } from '../../src/views/stream-view.js';
import { Badge } from '../components/badge.jsx';
import { Empty, Failure } from '../components/card.jsx';
import { placeUrl, place, setQuery } from '../state/location.js';
import { readApi } from '../state/api.js';
import { live } from '../state/live.js';
import { useRead } from '../state/use-read.js';
import { useStore } from '../state/store.js';
import { EventDetails } from './event-details.jsx';
import { RelatedEvents } from './related-events.jsx';
import { StateAtStep } from './state-at-step.jsx';
import { Timeline } from './timeline.jsx';
import { VersionSlider } from './version-slider.jsx';

/** Events that are read together. */
const partSize = 50;

/** One stream: its events, and what each has changed. */
export function StreamPage({ streamId }: { readonly streamId: string }) {
  const asked = Number(useStore(place).query['version'] ?? 'NaN');
  const [newest, setNewest] = useState<number>();
  const wanted = Number.isInteger(asked) && asked > 0 ? asked : newest;
  const from = wanted === undefined ? undefined : startOf(wanted);
  const head = useRead(`head ${String(useNewestSeen(streamId))}`, (signal) =>
    readApi<StreamPartView>('stream', { id: streamId, limit: 1 }, signal),
  );
  const isWhole = from === undefined || newest === undefined || newest >= from + partSize;
  const partKey = `${String(from)} ${isWhole ? 'whole' : String(newest)}`;
  const part = useRead(from === undefined ? undefined : partKey, (signal) =>
    readApi<StreamPartView>('stream', { id: streamId, from, limit: partSize }, signal),
  );
  useEffect(() => setNewest(head.result?.version), [head.result]);
  const error = head.error ?? part.error;
  return (
    <>
      <p class="crumbs">
        <a href={placeUrl(['streams'])}>Streams</a> / <b class="mono">{streamId}</b>{' '}
        {head.result !== undefined && <Owner part={head.result} />}
      </p>
      {error !== undefined && <Failure>{error}</Failure>}
      {part.result === undefined || wanted === undefined ? (
        error === undefined && <Empty>Reading…</Empty>
      ) : (
        <StreamAt part={part.result} version={Math.min(wanted, part.result.version)} />
      )}
    </>
  );
}

/** The newest version of the stream that the overview has shown, so that the view follows the log. */
function useNewestSeen(streamId: string): number | undefined {
  const events = useStore(live)?.events ?? [];
  return events.findLast((event) => event.streamId === streamId)?.version;
}

function Owner({ part: { decider, hasState } }: { readonly part: StreamPartView }) {
  if (decider !== null) return <Badge tone="neutral">decider {decider}</Badge>;
  return <Badge tone="neutral">{hasState ? 'folded for looking' : 'no decider folds it'}</Badge>;
}

/** The first version of the part that a version is in. */
function startOf(version: number): number {
  return Math.floor((version - 1) / partSize) * partSize + 1;
}

interface StreamAtProps {
  readonly part: StreamPartView;
  readonly version: number;
}

function StreamAt({ part, version }: StreamAtProps) {
  const nth = version - part.from;
  const step = part.steps[nth];
  const before = nth === 0 ? part.before : part.steps[nth - 1]?.state;
  const choose = (next: number): void => setQuery({ version: String(next) });
  return (
    <>
      <VersionSlider version={version} last={part.version} onChange={choose} />
      <div class="stream-columns">
        <Timeline part={part} version={version} onChoose={choose} />
        <div class="stack">
          {step === undefined ? (
            <Empty>Reading…</Empty>
          ) : (
            <StepCards step={step} before={before} hasState={part.hasState} />
          )}
        </div>
      </div>
    </>
  );
}

interface StepCardsProps {
  readonly step: StreamStepView;
  readonly before: StreamStepView['state'] | undefined;
  readonly hasState: boolean;
}

function StepCards({ step, before, hasState }: StepCardsProps) {
  return (
    <>
      {hasState && <StateAtStep step={step} before={before} />}
      <EventDetails event={step.event} />
      <RelatedEvents event={step.event} />
    </>
  );
}
