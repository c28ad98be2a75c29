import { expect, it } from 'vitest';
import { serverCpuReader } from '../src/frame/server-cpu.js';

const here = { postgres: [process.pid], kafka: [], redis: [] };

it('reads the CPU time of a process and its children, where the system tells it', () => {
  const read = serverCpuReader(here);
  const before = read(['postgres']);
  const used = process.cpuUsage();
  while (process.cpuUsage(used).user < 60_000);
  const after = read(['postgres']);
  if (process.platform === 'linux') {
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThan(0.03);
    expect(read(['kafka'])).toBe(0);
  } else expect(after).toBeNull();
});

it('knows nothing without processes', () => {
  expect(serverCpuReader(null)(['postgres'])).toBeNull();
});
