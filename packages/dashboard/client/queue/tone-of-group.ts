import type { Tone } from '../components/badge.jsx';

/** How well the state of a group is. */
export function toneOfGroup(state: string): Tone {
  if (state === 'stable') return 'good';
  return state === 'empty' ? 'neutral' : 'warning';
}
