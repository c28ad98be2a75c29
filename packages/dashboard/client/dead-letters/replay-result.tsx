import type { DeadLetterReplay, DiscardReport } from '@foldmart/composition';
import type { ReplayView } from '../../src/views/letter-view.js';
import { count } from '../format/numbers.js';
import { placeUrl } from '../state/location.js';

/** What became of letters, or would become of them. */
export function ReplayResult({ replay }: { readonly replay: ReplayView }) {
  const { dryRun } = replay;
  return (
    <div class="result" role="status">
      <p>
        <b>{dryRun ? 'Dry run: nothing was changed.' : 'Replayed.'}</b>
      </p>
      <Counts replay={replay} dryRun={dryRun} />
    </div>
  );
}

/** What became of discarded letters, and of those that waited behind them. */
export function DiscardResult({ report }: { readonly report: DiscardReport }) {
  const { discarded, followed } = report;
  return (
    <div class="result" role="status">
      <p>
        <b>{count(discarded)} discarded.</b> What waited behind:
      </p>
      <Counts replay={followed} dryRun={false} />
    </div>
  );
}

interface CountsProps {
  readonly replay: DeadLetterReplay;
  readonly dryRun: boolean;
}

function Counts({ replay, dryRun }: CountsProps) {
  const { appended, duplicates, published, failed, left } = replay;
  const counts = [
    [appended, dryRun ? 'would be recorded' : 'recorded'],
    [duplicates, 'in the log already'],
    [published, dryRun ? 'would be published again' : 'published again'],
    [failed.length, dryRun ? 'would fail' : 'failed'],
    [left, 'left behind an earlier letter of their key'],
  ] as const;
  const told = counts.filter(([number]) => number > 0);
  return (
    <>
      <p>
        {told.length === 0
          ? 'nothing'
          : told.map(([number, what]) => `${count(number)} ${what}`).join(', ')}
      </p>
      {failed.slice(0, 20).map(({ id, reason, detail }) => (
        <p key={id} class="result-failure">
          <a href={placeUrl(['dead-letters', id])}>Letter {id}</a>: {reason}: {detail}
        </p>
      ))}
    </>
  );
}
