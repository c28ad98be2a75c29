import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandOf } from './support/domains.js';

const scratch = mkdtempSync(join(tmpdir(), 'foldmart-simulate-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('foldmart simulate', () => {
  it('tries seeds of a domain, and keeps a page of the last run', async () => {
    const page = join(scratch, 'run.html');
    const options = ['--seeds', '2', '--seconds', '5', '--page', page];
    const report = await commandOf('library').json('simulate', ...options);
    expect(report).toMatchObject([{ world: 'library', seeds: 2, failure: null }]);
    expect(readFileSync(page, 'utf8')).toContain('Everything held.');
  });

  it('says what is wrong with a tape', async () => {
    const missing = join(scratch, 'no.tape.json');
    const { code, stderr } = await commandOf('library').run('simulate', '--tape', missing);
    expect(code).toBe(2);
    expect(stderr).toContain(`${missing} cannot be read`);
    expect(existsSync(missing)).toBe(false);
  });
});
