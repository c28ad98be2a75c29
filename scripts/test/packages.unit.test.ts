import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = 'https://github.com/foldmart/foldmart';
const packages = readdirSync(join(root, 'packages')).filter((name) =>
  readdirSync(join(root, 'packages', name)).includes('package.json'),
);

describe.each(packages)('the package %s', (name) => {
  const folder = `packages/${name}`;
  const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');

  it('says where it comes from', () => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({
      homepage: `${site}/tree/main/${folder}#readme`,
      repository: { type: 'git', url: `git+${site}.git`, directory: folder },
      bugs: `${site}/issues`,
      keywords: expect.arrayContaining(['foldmart', 'event-sourcing']) as unknown,
      publishConfig: { access: 'public' },
    });
  });

  it('has a README that names it, says how to get it, and leads to the documentation', () => {
    expect(readme).toMatch(/^# (@foldmart\/)?[a-z-]+\n\n\S/);
    expect(readme).toMatch(/npm (install|create) /);
    expect(readme).toMatch(/\]\(\.\.\/\.\.\/(docs|examples|CONTRIBUTING)/);
  });

  it('shows an example that is compiled or run', () => {
    const sources = [`${folder}/test`, `${folder}/template`, 'examples'].flatMap(textsIn);
    const examples = [...readme.matchAll(/^```(?:ts|js)\n(.*?)^```$/gms)].map(([, text = '']) =>
      linesOf(text),
    );
    expect(examples.some((lines) => sources.some((source) => isPartOf(source, lines)))).toBe(true);
  });
});

describe('the workflows', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };

  it.each(readdirSync(join(root, '.github/workflows')))('%s runs scripts that exist', (file) => {
    const { jobs } = parse(readFileSync(join(root, '.github/workflows', file), 'utf8')) as {
      jobs: Record<string, { steps: { run?: string; uses?: string }[] }>;
    };
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
    const named = runs.flatMap((run) =>
      [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

function textsIn(folder: string): readonly (readonly string[])[] {
  return readdirOf(folder)
    .filter((path) => /\.m?[tj]s$/.test(path) && !/(node_modules|dist|\.types)\//.test(path))
    .map((path) => linesOf(readFileSync(join(root, folder, path), 'utf8')));
}

function readdirOf(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
}

/** The lines of code, without imports and indentation. */
function linesOf(text: string): readonly string[] {
  return text
    .replaceAll(/^import .*?;$|^export /gms, '')
    .split('\n')
    .map((line) => line.replace(/ +\/\/ .*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('//'));
}

/** Whether the lines are in the source in their order. */
function isPartOf(source: readonly string[], lines: readonly string[]): boolean {
  let from = 0;
  return lines.length > 3 && lines.every((line) => (from = source.indexOf(line, from) + 1) > 0);
}
