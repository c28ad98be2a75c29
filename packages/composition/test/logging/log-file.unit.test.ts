import { mkdtempSync, readFileSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from '../../src/logging/log-file.js';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'foldmart-')), 'foldmart.log');
});

const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').trim().split('\n');

describe('a log file', () => {
  it('is appended to', () => {
    for (const line of ['one', 'two']) {
      const file = new LogFile(path, () => undefined);
      file.write(`${line}\n`);
      file.close();
    }
    expect(linesOf(path)).toEqual(['one', 'two']);
  });

  it('is opened again after logrotate has renamed it', () => {
    const file = new LogFile(path, () => undefined);
    file.write('before\n');
    renameSync(path, `${path}.1`);
    file.write('between\n');
    file.reopen();
    file.write('after\n');
    expect(linesOf(`${path}.1`)).toEqual(['before', 'between']);
    expect(linesOf(path)).toEqual(['after']);
  });

  it('survives a full disk, and counts what was lost', () => {
    symlinkSync('/dev/full', path);
    const told: string[] = [];
    const file = new LogFile(path, (reason) => told.push(reason));
    file.write('lost\n');
    file.write('lost too\n');
    expect(told, 'told once').toEqual([expect.stringContaining('ENOSPC')]);
    unlinkSync(path);
    file.reopen();
    file.write('kept\n');
    const [first = '', ...rest] = linesOf(path);
    expect(JSON.parse(first)).toMatchObject({
      level: 40,
      msg: expect.stringContaining('2 log lines were lost: ENOSPC') as string,
    });
    expect(rest).toEqual(['kept']);
  });

  it('that cannot be opened is a wrong setting', () => {
    expect(() => new LogFile(join(path, 'no', 'directory'), () => undefined)).toThrow(/LOG_FILE/);
  });
});
