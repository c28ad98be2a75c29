import type { Traffic } from '../rules/traffic-schema.js';
import type { ScenarioStage } from './scenario-schema.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The factor of a curve at this progress of the stage, 0 to 1, and at this time. */
export function rateFactor(
  curve: ScenarioStage['curve'],
  traffic: Traffic,
  { progress, epochMs }: { readonly progress: number; readonly epochMs: number },
): number {
  if (curve === 'flat') return 1;
  return curve === 'traffic' ? trafficFactor(traffic, epochMs) : between(curve, progress);
}

function trafficFactor({ daily, weekly, timeOffset }: Traffic, epochMs: number): number {
  const localMs = epochMs + offsetMs(timeOffset);
  const hour = Math.floor(localMs / hourMs) % 24;
  // The first day of 1970 was a Thursday.
  const weekday = (Math.floor(localMs / dayMs) + 3) % 7;
  return relative(daily, hour) * relative(weekly, weekday);
}

/** Compared with the mean of the list. */
function relative(list: readonly number[], index: number): number {
  const sum = list.reduce((total, each) => total + each, 0);
  return ((list[index] ?? 0) * list.length) / sum;
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000;
}

function between(points: readonly (readonly [number, number])[], progress: number): number {
  const next = points.findIndex(([place]) => place > progress);
  const [from, to] = [points[next < 0 ? points.length - 1 : next - 1], points[next]];
  if (from === undefined) return 0;
  if (to === undefined) return from[1];
  const part = (progress - from[0]) / (to[0] - from[0]);
  return from[1] + part * (to[1] - from[1]);
}
