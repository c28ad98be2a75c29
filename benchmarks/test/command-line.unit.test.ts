import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../src/command-line/read-command-line.js';
import { stories } from '../src/command-line/stories.js';
import { helpAbout } from '../src/command-line/usage.js';
import { rowGroups, rows } from '../src/rows/index.js';

function read(...args: readonly string[]) {
  const request = readCommandLine(args);
  if (!('rows' in request)) throw new Error('no rows are requested');
  return { names: request.rows.map(({ name }) => name), options: request.options };
}

describe('the rows', () => {
  it('have names of their own', () => {
    const names = [
      ...Object.keys(rowGroups),
      ...Object.keys(stories),
      ...rows.map((row) => row.name),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(rows)('$name: contenders differ in name, and aims name one of them', (row) => {
    const names = row.contenders.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { against, measure } of row.aims ?? []) {
      expect(names.slice(1)).toContain(against);
      if (measure !== undefined) expect(row.measures.map(({ key }) => key)).toContain(measure);
    }
  });

  it.each(rows)('$name: a quick run is smaller, and a check smaller still', ({ sizes }) => {
    expect(sizes.quick).toBeLessThan(sizes.full);
    expect(sizes.check).toBeLessThan(sizes.quick);
  });
});

describe('npm run bench', () => {
  it('runs all rows five times, and no story', () => {
    expect(read()).toEqual({
      names: rows.map(({ name }) => name),
      options: { scale: 'full', rounds: 5, docs: false },
    });
  });

  it('takes names of rows and of groups, in the order of the rows', () => {
    const { names } = read('--only', 'persist, redis', 'publish');
    expect(names.slice(0, 2)).toEqual(['persist', 'publish']);
    expect(names.slice(2)).toEqual(rowGroups['redis']?.map(({ name }) => name));
  });

  it.each([
    [['--quick'], { scale: 'quick', rounds: 3 }],
    [['--check'], { scale: 'check', rounds: 1 }],
    [['--large', '--rounds', '7'], { scale: 'large', rounds: 7 }],
    [['--only', 'persist', '--messages', '600'], { scale: 'full', messages: 600 }],
    [['--docs'], { docs: true }],
  ])('reads %s', (args, options) => {
    expect(read(...args).options).toMatchObject(options);
  });

  it.each([[['realtime']], [['--only', 'realtime']]])('runs the story that %s names', (args) => {
    expect(readCommandLine([...args, '--duration', '2.5'])).toEqual({
      story: stories['realtime'],
      options: expect.objectContaining({
        durationMs: 2_500,
        users: 10_000,
        products: 20_000,
      }) as object,
    });
  });

  it('has a rate only if it is given', () => {
    expect(readCommandLine(['realtime'])).not.toHaveProperty('options.rate');
    expect(readCommandLine(['realtime', '--rate', '20'])).toHaveProperty('options.rate', 20);
  });

  it.each([
    [['kafka', '--rounds', '0'], "--rounds is '0', but must be a whole number from 1 to 1000"],
    [['--rounds', '0'], "--rounds is '0', but must be a whole number from 1 to 1000"],
    [['persist', '--messages', '1.5'], 'a whole number'],
    [['cache', '--duration', ''], "--duration is '', but must be a number from 1"],
    [['cache', '--duration', 'NaN'], '--duration'],
    [['story', '--duration', '5'], "there is no benchmark 'story'"],
    [['rebuild', '--duration', '5'], 'the benchmark rebuild takes no --duration'],
    [['realtime', '--quick'], 'the benchmark realtime takes no --quick'],
    [['persist', '--duration', '5'], '--duration is an option of the benchmarks that run only by'],
    [['--messages', '5'], '--messages sets the size of one row'],
    [['--quick', '--check'], '--quick and --check exclude each other'],
    [['--docs', '--quick'], '--docs needs a whole run'],
    [['--docs', '--only', 'persist'], '--docs needs a whole run'],
    [['flying'], "there is no benchmark 'flying'"],
    [['--only', ''], "there is no benchmark ''"],
    [['toString'], "there is no benchmark 'toString'"],
    [['realtime', 'cache'], 'runs alone'],
    [['persist', 'cache'], 'runs alone'],
    [['--fly'], '--fly'],
  ])('refuses %s and says why', (args, reason) => {
    expect(() => readCommandLine(args)).toThrow(reason);
  });

  it.each(Object.entries(stories))(
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

  it.each(rows)('explains $name with its contenders', ({ name, about, contenders }) => {
    const help = helpAbout(name);
    expect(help).toContain(about);
    for (const contender of contenders) expect(help).toContain(contender.how);
    expect(helpAbout(undefined)).toContain(about);
  });

  it('has a page that names each of them', () => {
    const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
    for (const name of [...Object.keys(stories), ...Object.keys(rowGroups)]) {
      expect(page).toContain(`\`${name}\``);
    }
  });
});
