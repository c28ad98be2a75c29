import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commandOf } from './support/domains.js';

let directory: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foldmart-schemas-'));
  file = join(directory, 'library.json');
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

describe('the schemas of a domain', () => {
  const library = commandOf('library');

  it('are kept in a file, and a breaking change of them is refused', async () => {
    expect(await library.run('schemas', 'write', file)).toMatchObject({ code: 0, stderr: '' });
    const { events } = JSON.parse(await readFile(file, 'utf8')) as Catalogue;
    const [type = '', event] = Object.entries(events)[0] ?? [];
    const fields = event?.schemas['1']?.properties ?? {};
    const [field = ''] = Object.keys(fields);
    fields[field] = { type: 'boolean' };
    await writeFile(file, JSON.stringify({ domain: 'library', events }));
    const { code, stdout } = await library.run('schemas', 'diff', file);
    expect(code).toBe(1);
    expect(stdout).toContain(`BREAKING    ${type} v1 data.${field} was boolean and is `);
    expect(stdout).toContain(
      `Raise ${type} to version 2, and give it an upcaster from the version before.`,
    );
    expect(await library.run('schemas', 'write', file, '--force')).toMatchObject({ code: 0 });
  });

  it('are described by an AsyncAPI document in YAML', async () => {
    const { stdout } = await library.run('schemas', 'asyncapi', '--title', 'Loans');
    expect(parse(stdout)).toMatchObject({ asyncapi: '3.0.0', info: { title: 'Loans' } });
  });

  it('say what is wrong with a file or a name', async () => {
    await writeFile(file, '{}');
    expect(await library.run('schemas', 'diff', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'cannot be read as the schemas of events: domain: ',
      ) as string,
    });
    expect(await library.run('schemas', 'show', 'nothing')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no event nothing; the events are ') as string,
    });
  });
});

interface Catalogue {
  readonly events: Readonly<
    Record<
      string,
      {
        readonly schemas: Readonly<
          Record<string, { readonly properties: Record<string, unknown> }>
        >;
      }
    >
  >;
}
