import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchStart, watchingStart } from '../services.d/watch-start.mjs';

describe('a set that starts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says what it waits for and why, and what has become ready', () => {
    const said: string[] = [];
    const watch = watchStart(['kafka1', 'kafka2', 'redis'], {
      say: (line: string) => said.push(line),
    });
    watch.note('kafka1', 'connect ECONNREFUSED 127.0.0.1:28601');
    watch.note('kafka2', 'connect ECONNREFUSED 127.0.0.1:28602');
    watch.ready('redis');
    vi.advanceTimersByTime(3_000);
    watch.note('kafka1', 'does not see broker 2');
    watch.ready('kafka2');
    vi.advanceTimersByTime(3_000);
    watch.end();
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([
      'waiting for kafka1, kafka2 (starting), 3 s so far',
      'kafka2 is ready',
      'waiting for kafka1 (does not see broker 2), 6 s so far',
    ]);
  });

  it('says nothing if it is ready at once, and no more once a service has failed', async () => {
    const said: string[] = [];
    const say = (line: string): number => said.push(line);
    await watchingStart([{ name: 'redis' }], say, async () => undefined);
    const failing = watchingStart([{ name: 'redis' }], say, async () => {
      throw new Error('its log says why');
    });
    await expect(failing).rejects.toThrow('its log says why');
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });
});

/** As `scripts/services up` while `initdb` runs. */
const interrupted = `
  const { endingPrograms } = await import('./interruption.mjs');
  const { runCommand } = await import('./run-command.mjs');
  const work = () => runCommand('sh', ['-c', 'echo $$ >&2; exec sleep 600 >/dev/null 2>&1']);
  const say = (line) => process.stdout.write(line + '\\n');
  setTimeout(() => say('working'), 0);
  await endingPrograms(work, { say, purpose: 'up' });
`;

describe('scripts/services', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends the programs that it runs when it gets %s, and says how to go on from there',
    async (signal) => {
      const folder = fileURLToPath(new URL('../services.d/', import.meta.url));
      const child = spawn(process.execPath, ['--input-type=module', '--eval', interrupted], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      await vi.waitUntil(() => said.includes('working') && childrenOf(child.pid).length === 1, {
        timeout: 20_000,
      });
      const [program] = childrenOf(child.pid);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([130, null]);
      expect(said).toContain('up: interrupted; run it again to continue');
      await vi.waitUntil(() => !isRunning(program), { timeout: 20_000 });
    },
  );
});

function childrenOf(pid = 0): readonly number[] {
  const list = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return list.trim().split(' ').filter(Boolean).map(Number);
}

/** A zombie does not run any more. */
function isRunning(pid = 0): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}
