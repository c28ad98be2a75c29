import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';

const here = fileURLToPath(import.meta.url);

describe('a wrong command line or setting', () => {
  it('is reported with its valid values, together with all other faults', async () => {
    const { code, stdout, stderr } = await foldmart(['start'], {
      QUEUE_TYPE: 'rabbit',
      REDIS_PORT: 'http',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'foldmart: QUEUE_TYPE is "rabbit": it may be memory, redis or kafka\n' +
        'foldmart: REDIS_PORT is "http": it may be a whole number from 1 to 65535\n',
    );
  });

  it.each([
    [['start', '--duration', 'long'], 'expected seconds, such as 10'],
    [['produce', '--rate', '-3'], 'expected a number above 0 a second, or max'],
    [['consume'], 'write --all, or --single with --type'],
    [['consume', '--single'], 'it may be one of'],
    [['doctor', '--set', 'NOPE=1'], 'write NAME=value with the name of a setting'],
    [['doctor', '--set', 'KAFKA_SASL_PASSWRD=x'], 'did you mean KAFKA_SASL_PASSWORD?'],
    [['doctor', '--settings-file', '/nope'], '--settings-file /nope: there is no such file'],
    [['doctor', '--env-file', here], 'write --settings-file'],
    [['stream', 'show', 'user-1', '--at', 'x'], 'expected a whole number from 0'],
    [['fly'], "unknown command 'fly'"],
    [['help', 'moniter'], 'Did you mean monitor?'],
    [['moniter', '--help'], 'Did you mean monitor?'],
  ])('%j ends with 2 and says what to write instead', async (args, hint) => {
    const { code, stdout, stderr } = await foldmart(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    [['doctor', '--set', 'KAFKA_SASL_PASSWRD=hunter2']],
    [['doctor', '--sets=KAFKA_SASL_PASSWORD=hunter2']],
    [['KAFKA_SASL_PASSWORD=hunter2', 'doctor']],
    [['doctor', '--queue', 'redis://:hunter2@redis']],
  ])('%j is refused without its secret', async (args) => {
    const { code, stdout, stderr } = await foldmart(args);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain('hunter2');
  });

  it.each([
    [['produce'], 'QUEUE_TYPE=kafka or redis'],
    [['consume', '--all'], 'QUEUE_TYPE=kafka or redis and DB_TYPE=postgres'],
    [['topics', 'create'], 'QUEUE_TYPE=kafka or redis'],
    [['seed'], 'DB_TYPE=postgres'],
    [['cache-worker', '--once'], 'DB_TYPE=postgres'],
    [['stream', 'list'], 'DB_TYPE=postgres'],
    [['events', 'tail'], 'DB_TYPE=postgres'],
    [['projections', 'status'], 'DB_TYPE=postgres'],
    [['outbox', 'relay'], 'DB_TYPE=postgres'],
    [['verify'], 'DB_TYPE=postgres'],
  ])('%j is refused on memory, where it has no partner', async (args, hint) => {
    const { code, stderr } = await foldmart(args);
    expect(code).toBe(2);
    expect(stderr).toContain(hint);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('help', () => {
  it('prints the help, with and without being asked', async () => {
    const asked = await foldmart(['--help']);
    const bare = await foldmart([]);
    expect(asked.code).toBe(0);
    expect(asked.stdout).toContain('foldmart start --duration 10');
    expect(bare).toEqual(asked);
  });
});
