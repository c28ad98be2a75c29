import { count } from '../format/numbers.js';

interface VersionSliderProps {
  readonly version: number;
  readonly last: number;
  readonly onChange: (version: number) => void;
}

/** Goes through the versions of a stream. The arrow keys work, as in every slider. */
export function VersionSlider({ version, last, onChange }: VersionSliderProps) {
  return (
    <div class="slider">
      <button type="button" disabled={version <= 1} onClick={() => onChange(version - 1)}>
        ‹<span class="unseen"> Earlier version</span>
      </button>
      <input
        type="range"
        min={1}
        max={last}
        value={version}
        aria-label="Version of the stream"
        aria-valuetext={`version ${String(version)} of ${String(last)}`}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
      <button type="button" disabled={version >= last} onClick={() => onChange(version + 1)}>
        ›<span class="unseen"> Later version</span>
      </button>
      <output>
        version {count(version)} of {count(last)}
      </output>
    </div>
  );
}
