import type { ComponentChildren } from 'preact';
import type { LetterView } from '../../src/views/letter-view.js';
import { Badge } from '../components/badge.jsx';
import { Card } from '../components/card.jsx';
import { Time } from '../components/time.jsx';
import { count } from '../format/numbers.js';
import { placeUrl } from '../state/location.js';
import { placeOf, toneOfStatus } from './letter-columns.jsx';

/** Why a message is parked, and where it comes from. */
export function LetterFacts({ letter }: { readonly letter: LetterView }) {
  const { reading, isRecorded } = letter;
  return (
    <Card
      title={`Letter ${letter.id}`}
      aside={<Badge tone={toneOfStatus[letter.status]}>{letter.status}</Badge>}
    >
      <dl class="facts">
        <Fact name="Reason" isWide>
          <b>{letter.reason}</b>: {letter.detail}
        </Fact>
        <Fact name="A consumer reads it now as" isWide>
          <Badge tone={reading.isReadable ? 'good' : 'bad'}>
            {reading.isReadable ? 'readable' : 'not readable'}
          </Badge>{' '}
          {reading.text}
        </Fact>
        <Fact name="Message">
          <a href={placeUrl(['queue', 'topics', letter.topic])}>{placeOf(letter)}</a>
        </Fact>
        <Fact name="Key">{letter.key ?? 'none'}</Fact>
        <Fact name="Group">
          <a href={placeUrl(['queue', 'groups', letter.group])}>{letter.group}</a>
        </Fact>
        <Fact name="A replay">
          {isRecorded ? 'records its event in the log' : 'publishes it to its topic again'}
        </Fact>
        <Fact name="Published">
          {letter.publishedAt === null ? 'not known' : <Time at={letter.publishedAt} />}
        </Fact>
        <Fact name="Parked">
          <Time at={letter.parkedAt} />, at delivery {count(letter.attempts)}
        </Fact>
        {letter.eventId !== null && <Fact name="Event">{letter.eventId}</Fact>}
        {letter.settled !== null && (
          <Fact name={letter.status}>
            <Time at={letter.settled.at} /> by {letter.settled.by}
          </Fact>
        )}
      </dl>
    </Card>
  );
}

interface FactProps {
  readonly name: string;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

function Fact({ name, isWide = false, children }: FactProps) {
  return (
    <div class={isWide ? 'fact-wide' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
