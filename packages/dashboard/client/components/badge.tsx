import type { ComponentChildren } from 'preact';

export type Tone = 'good' | 'warning' | 'bad' | 'neutral';

/** A short word about a state. Its colour never says more than the word. */
export function Badge({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}
