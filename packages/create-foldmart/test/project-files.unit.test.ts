import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { databases, defaultAnswers, queues, type Answers } from '../src/answers.js';
import { foreignRanges } from '../src/files/manifest.js';
import { projectFiles } from '../src/project-files.js';
import { readTemplate } from '../src/read-template.js';
import { singularOf } from '../src/thing-names.js';
import { WrongAnswer } from '../src/wrong-answer.js';

const packages = fileURLToPath(new URL('../..', import.meta.url));
const template = readTemplate(join(packages, 'create-foldmart/template'));
const choices = queues.flatMap((queue) => databases.map((database) => ({ queue, database })));

const filesOf = (answers: Partial<Answers>) =>
  projectFiles({ ...defaultAnswers, ...answers }, template, '1.2.3');

type Manifest = Record<'scripts' | 'dependencies' | 'devDependencies', Record<string, string>>;

const manifestOf = (files: ReadonlyMap<string, string>) =>
  JSON.parse(files.get('package.json') ?? '') as Manifest;

describe('a project', () => {
  it('is named after its folder and its thing, and by nothing of the template', () => {
    const word = fc.stringMatching(/^[a-z]{2,9}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(words, (thing) => {
        const files = unlessRefused(() => filesOf({ folder: 'some/where/desks', thing }));
        const text = JSON.stringify([...(files ?? [])]);
        expect(text).not.toMatch(/meeting|acme/i);
        if (files) expect(text).toContain(`export const ${singularOf(thing).camel} =`);
      }),
      { numRuns: 50 },
    );
  });

  it.each(choices)('creates topics before doctor looks for them: $queue, $database', (choice) => {
    const text = filesOf(choice).get('README.md') ?? '';
    const shown = /^cp \.env\.example \.env\n(.*?)npm start/ms.exec(text)?.[1];
    const doctor = 'npx foldmart doctor\n';
    const expected = choice.queue === 'memory' ? doctor : `npx foldmart topics create\n${doctor}`;
    const isAlone = choice.queue === 'memory' && choice.database === 'memory';
    expect(shown).toBe(isAlone ? undefined : expected);
  });

  it('has the names of its thing in every spelling, with its plural and its article', () => {
    const files = filesOf({ thing: 'Office key' });
    expect(files.get('src/office-key.ts')).toContain('export interface OfficeKey {');
    expect(files.get('src/read-models.ts')).toContain("name: 'reserved_office_keys'");
    expect(files.get('foldmart.config.ts')).toContain('reserve an office key');
    expect(filesOf({ thing: 'berry' }).get('src/read-models.ts')).toContain('reservedBerries');
    expect(filesOf({ thing: 'box' }).get('src/read-models.ts')).toContain('reservedBoxes');
  });

  it.each(['big meeting room', 'acme office', 'meeting'])(
    'keeps the thing %j, which contains a name of the template',
    (thing) => {
      const { camel, kebab } = singularOf(thing);
      const files = filesOf({ folder: 'acme-office-desks', thing });
      expect(files.get(`src/${kebab}.ts`)).toContain(`export const ${camel} = `);
      expect(files.get('src/domain.ts')).toContain(`import { ${camel} } from './${kebab}.js'`);
      expect(files.get('src/domain.ts')).toContain("name: 'acme-office-desks'");
      expect(files.get('foldmart.config.ts')).toMatch(new RegExp(`list the ${thing}s that`));
    },
  );

  it.each([
    ['class', 'another meaning for class'],
    ['guest', 'another meaning for guest'],
    ['cache', 'another meaning for cache'],
    ['log file', 'another meaning for logFile'],
    ['properties', 'another meaning for test/properties.test.ts'],
    ['next in line', 'another meaning for nextInLine'],
    ['7 dwarfs', 'words of the letters a to z'],
    ['', 'words of the letters a to z'],
    ['x'.repeat(31), 'at most 30'],
  ])('is refused for the thing %j', (thing, reason) => {
    expect(() => filesOf({ thing })).toThrow(reason);
  });

  it.each(['My-App', '1st', '.', 'an app', 'x'.repeat(64)])('refuses the folder %j', (folder) => {
    const inside = folder === '.' ? '/tmp/Upper/.' : folder;
    expect(() => filesOf({ folder: inside })).toThrow('cannot name an application');
  });

  it('depends on the ranges that this workspace tests', () => {
    const workspace = ['', ...readdirSync(packages).map((name) => `packages/${name}/`)].map(
      (path) =>
        JSON.parse(
          readFileSync(join(packages, '..', path, 'package.json'), 'utf8'),
        ) as Partial<Manifest>,
    );
    const ranges = workspace.flatMap(({ dependencies, devDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies }),
    );
    for (const [name, range] of Object.entries(foreignRanges)) {
      expect(ranges.filter(([other]) => other === name).map(([, used]) => used)).toContain(range);
    }
  });
});

describe.each(choices)('a project on $queue and $database', (choice) => {
  const files = filesOf(choice);
  const { scripts, dependencies, devDependencies } = manifestOf(files);
  const compose = files.get('compose.yaml');

  it('installs every package that its code imports, and the drivers of its services', () => {
    const code = [...files].filter(([path]) => path.endsWith('.ts')).map(([, text]) => text);
    const imported = code
      .flatMap((text) => [...text.matchAll(/from '([^'.][^']*)'/g)])
      .map(([, name = '']) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    const installed = Object.keys({ ...dependencies, ...devDependencies });
    expect(installed).toEqual(expect.arrayContaining(imported));
    expect(installed.includes('@foldmart/adapters-kafka')).toBe(choice.queue === 'kafka');
    expect(installed.includes('@foldmart/adapters-redis')).toBe(choice.queue === 'redis');
    expect(installed.includes('@foldmart/adapters-postgres')).toBe(choice.database === 'postgres');
    expect(dependencies['@foldmart/core']).toBe('^1.2.3');
  });

  it('starts exactly the services that its settings name', () => {
    const wanted = Object.values(choice).filter((name) => name !== 'memory');
    const { services = {} } = parse(compose ?? '{}') as { services?: object };
    expect(Object.keys(services).toSorted()).toEqual(wanted.toSorted());
    expect(scripts['services'] === undefined).toBe(wanted.length === 0);
    expect(files.get('.env.example')).toContain(`QUEUE_TYPE=${choice.queue}\n`);
    expect(files.get('.env.example')).toContain(`DB_TYPE=${choice.database}\n`);
  });

  it('has a workflow that runs scripts which exist', () => {
    const { jobs } = parse(files.get('.github/workflows/ci.yml') ?? '') as {
      jobs: Record<string, { steps: { run?: string }[] }>;
    };
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
    const named = runs.flatMap((run) => /^npm (?:run )?(\w+)/.exec(run)?.[1] ?? []);
    expect(named.filter((name) => name !== 'ci' && scripts[name] === undefined)).toEqual([]);
    expect(Object.keys(jobs)).toEqual(compose ? ['test', 'services'] : ['test']);
  });
});

function unlessRefused<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof WrongAnswer) return undefined;
    throw error;
  }
}
