import type { Tone } from './badge.jsx';

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
  readonly tone?: Tone;
}

/** One figure that tells the state of the system. */
export function Tile({ label, value, note, tone = 'neutral' }: TileProps) {
  return (
    <div class={`tile tile-${tone}`}>
      <dt>{label}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
