import {
  countSetting,
  deadlineMsSetting,
  defaultRetryPolicy,
  durationMsSetting,
  retryPolicySetting,
} from '@foldmart/core';
import { expect, it } from 'vitest';

const longestDelayMs = 2_147_483_647;

it.each([
  { name: 'a duration', setting: durationMsSetting, from: 1, to: longestDelayMs },
  { name: 'a deadline', setting: deadlineMsSetting, from: 0, to: longestDelayMs },
  { name: 'a count', setting: countSetting, from: 1, to: Number.MAX_SAFE_INTEGER },
])('$name is a whole number from $from to $to', ({ setting, from, to }) => {
  const accepted = [from - 1, from, from + 0.5, to, to + 1, Number.NaN, '1'].filter(
    (value) => setting.safeParse(value).success,
  );
  expect(accepted).toEqual([from, to]);
});

it('a retry policy has a default for each delay, and nothing else', () => {
  expect(retryPolicySetting.parse(undefined)).toEqual(defaultRetryPolicy);
  expect(retryPolicySetting.parse({ firstDelayMs: 7 })).toEqual({
    ...defaultRetryPolicy,
    firstDelayMs: 7,
  });
  expect(retryPolicySetting.parse({ longestDelayMs: 7 })).toEqual({
    ...defaultRetryPolicy,
    longestDelayMs: 7,
  });
  for (const refused of [{ firstDelayMs: 0 }, { longestDelayMs: 0 }, { delayMs: 1 }]) {
    expect(retryPolicySetting.safeParse(refused).success).toBe(false);
  }
});
