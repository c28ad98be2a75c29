import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benchmarks } from '../src/command-line/benchmarks.js';
import { readCommandLine, type RequestedRun } from '../src/command-line/read-command-line.js';
import { helpAbout } from '../src/command-line/usage.js';

function runs(...args: readonly string[]): readonly RequestedRun[] {
  const request = readCommandLine(args);
  return 'runs' in request ? request.runs : [];
}

describe('npm run bench', () => {
  it('runs all but those that take as long as they are told to', () => {
    const all = runs().map(({ benchmark }) => benchmark);
    expect(all).toContain(benchmarks['kafka']);
    expect(all).not.toContain(benchmarks['realtime']);
  });

  it.each([[['realtime']], [['--only', 'realtime']]])('runs the one that %s names', (args) => {
    expect(runs(...args, '--duration', '2.5')).toEqual([
      {
        benchmark: benchmarks['realtime'],
        options: expect.objectContaining({
          durationMs: 2_500,
          users: 10_000,
          products: 20_000,
        }) as object,
      },
    ]);
  });

  it('has a rate only if it is given', () => {
    expect(runs('realtime')[0]?.options).not.toHaveProperty('rate');
    expect(runs('realtime', '--rate', '20')[0]?.options).toHaveProperty('rate', 20);
  });

  it.each([
    [['kafka', '--rounds', '0'], "--rounds is '0', but must be a whole number from 1 to 1000"],
    [['kafka', '--messages', '1.5'], 'a whole number'],
    [['cache', '--duration', ''], "--duration is '', but must be a number from 1"],
    [['cache', '--duration', 'NaN'], '--duration'],
    [['kafka', '--duration', '5'], 'the benchmark kafka takes no --duration'],
    [['flying'], "there is no benchmark 'flying'"],
    [['toString'], "there is no benchmark 'toString'"],
    [['kafka', 'cache'], 'name one benchmark'],
    [['--fly'], '--fly'],
  ])('refuses %s and says why', (args, reason) => {
    expect(() => readCommandLine(args)).toThrow(reason);
  });

  it.each(Object.entries(benchmarks))(
    'explains %s with its options and their defaults',
    (name, { about, options }) => {
      expect(readCommandLine([name, '--help'])).toEqual({ help: name });
      const help = helpAbout(name);
      expect(help).toContain(about);
      for (const [option, text] of Object.entries(options)) {
        expect(help).toMatch(new RegExp(`--${option} .*${text === '' ? '' : `default: ${text}`}`));
      }
      expect(helpAbout(undefined)).toContain(name);
    },
  );

  it('has a page that names each of them', () => {
    const page = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8');
    for (const name of Object.keys(benchmarks)) expect(page).toContain(`\`${name}\``);
  });
});
