import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targetsOf } from '../deploy/targets.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const parts = [
  ...['Makefile', 'dc.sh', 'scripts/deploy.mjs', 'scripts/deploy/targets.mjs'],
  ...['deploy/env.example', 'deploy/compose.yaml'],
];

/** Programs that write down how they were called, in place of docker and npm. */
const recorder = '#!/bin/sh\n[ "$2" = version ] || echo "${0##*/} $*" >>"$RECORD"\n';

/** A copy of what starts the containers, in a folder of its own. */
class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), 'foldmart-deploy-'));

  constructor() {
    for (const folder of ['scripts', 'scripts/deploy', 'deploy', 'bin'])
      mkdirSync(join(this.folder, folder));
    for (const part of parts) copyFileSync(join(root, part), join(this.folder, part));
    for (const program of ['docker', 'npm']) {
      writeFileSync(join(this.folder, 'bin', program), recorder);
      chmodSync(join(this.folder, 'bin', program), 0o755);
    }
  }

  /** The commands that a program leads to. */
  calls(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
    const record = join(this.folder, 'calls');
    rmSync(record, { force: true });
    execFileSync(program, args, {
      cwd: this.folder,
      env: {
        ...process.env,
        PATH: `${join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        RECORD: record,
        ...environment,
      },
      stdio: 'pipe',
    });
    return existsSync(record) ? readFileSync(record, 'utf8') : '';
  }

  settings(): string {
    return readFileSync(join(this.folder, 'deploy/.env'), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const wanted = [
  ...[
    'help',
    'build',
    'up',
    'down',
    'restart',
    'logs',
    'ps',
    'topics',
    'seed',
    'start-all',
    'clean',
  ],
  ...['start-producer', 'stop-producer', 'start-consumers', 'stop-consumers'],
  ...['logs-producer', 'logs-consumers', 'logs-kafka'],
  ...['test', 'benchmark-kafka', 'benchmark-realtime'],
];

let copy: Copy;
beforeAll(() => {
  copy = new Copy();
});
afterAll(() => copy.remove());

/** The commands of targets, as make would run them. */
function dryRun(...args: readonly string[]): readonly string[] {
  const printed = execFileSync('make', ['--dry-run', ...args], { cwd: root, encoding: 'utf8' });
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}

function commandLine([program = '', ...args]: readonly string[]): string {
  return [program === 'dc' ? './dc.sh' : program, ...args].join(' ');
}

describe('make', () => {
  it('has every target, and does the same as npm run deploy', () => {
    const targets = targetsOf({});
    expect(Object.keys(targets)).toEqual(expect.arrayContaining(wanted));
    const { help, ...others } = targets;
    expect(help).toBeDefined();
    expect(dryRun(...Object.keys(others))).toEqual(
      Object.values(others).map(([, command]) => commandLine(command)),
    );
    const listed = execFileSync('node', ['scripts/deploy.mjs'], { cwd: root, encoding: 'utf8' });
    expect(execFileSync('make', ['help'], { cwd: root, encoding: 'utf8' })).toBe(listed);
  });

  it('starts the profile and shows the services that it is given', () => {
    const environment = { PROFILE: 'core', SERVICE: 'producer redis' };
    const { 'start-all': start, logs } = targetsOf(environment);
    const given = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    expect(dryRun(...given, 'start-all', 'logs')).toEqual([
      './dc.sh --profile core up --detach',
      expect.stringMatching(/--tail 100 producer redis$/) as string,
    ]);
    expect(dryRun(...given, 'start-all', 'logs')).toEqual(
      [start, logs].map((target) => commandLine(target?.[1] ?? [])),
    );
  });

  it('reaches compose through dc.sh, with and without make', () => {
    const byMake = copy.calls('make', ['--silent', 'ps']);
    expect(byMake).toMatch(
      /^docker compose --env-file \.env --file compose\.yaml --profile .* ps\n$/,
    );
    expect(copy.calls('node', ['scripts/deploy.mjs', 'ps'])).toBe(byMake);
  });

  it('is described with every target, and the guide names no other', () => {
    const guide = readFileSync(join(root, 'docs/deployment.md'), 'utf8');
    const table = guide.slice(guide.indexOf('## Targets'), guide.indexOf('## Services'));
    const described = [...table.matchAll(/^\| (.*?) +\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name),
    );
    expect(described.toSorted()).toEqual(Object.keys(targetsOf({})).toSorted());
    const named = [...guide.matchAll(/^(?:make|npm run deploy) ([a-z-]+)/gm)];
    expect(named.length).toBeGreaterThan(4);
    for (const [, name = ''] of named) expect(described).toContain(name);
  });

  it.each([[['fly']], [['up', 'down']]])(
    'npm run deploy %s is refused with the way out',
    (args) => {
      const { status, stderr } = spawnSync('node', ['scripts/deploy.mjs', ...args], { cwd: root });
      expect(status).toBe(2);
      expect(String(stderr)).toContain('npm run deploy help');
    },
  );
});

describe('dc.sh', () => {
  it('gives every copy a project name and secrets of its own, and keeps them', () => {
    const other = new Copy();
    try {
      copy.calls('./dc.sh', ['ps']);
      other.calls('./dc.sh', ['ps']);
      const [mine, others] = [copy.settings(), other.settings()].map(valuesOf);
      for (const name of ['POSTGRES_PASSWORD', 'COUPON_REQUEST_SECRET', 'COUPON_ADMIN_TOKEN']) {
        expect(mine?.get(name)).toMatch(/^[0-9a-f]{32}$/);
        expect(others?.get(name)).not.toBe(mine?.get(name));
      }
      expect(new Set(mine?.values())).toHaveProperty('size', mine?.size);
      expect(mine?.get('COMPOSE_PROJECT_NAME')).toMatch(/^foldmart-[0-9a-f]{8}$/);
      expect(others?.get('COMPOSE_PROJECT_NAME')).not.toBe(mine?.get('COMPOSE_PROJECT_NAME'));
      const before = copy.settings();
      copy.calls('./dc.sh', ['ps']);
      expect(copy.settings()).toBe(before);
    } finally {
      other.remove();
    }
  });

  it('keeps the secrets from other users', () => {
    copy.calls('./dc.sh', ['ps']);
    expect(statSync(join(copy.folder, 'deploy/.env')).mode & 0o077).toBe(0);
  });

  it('gives a compose that is installed a file that it understands', () => {
    copy.calls('./dc.sh', ['ps']);
    const installed = composeCommand();
    if (installed === undefined) {
      process.stderr.write('NOT CHECKED: neither docker compose nor docker-compose is installed\n');
      return;
    }
    const [program, ...args] = installed;
    const printed = execFileSync(
      program,
      [...args, '--env-file', '.env', '--file', 'compose.yaml', '--profile', 'full', 'config'],
      { cwd: join(copy.folder, 'deploy'), encoding: 'utf8', stdio: 'pipe' },
    );
    expect(printed).toContain('127.0.0.1:8080:8080');
    expect(printed).not.toContain('${');
  });

  it('says what is missing if there is no compose', () => {
    const { status, stderr } = spawnSync('/bin/sh', [join(copy.folder, 'dc.sh'), 'ps'], {
      env: { PATH: pathWithout() },
    });
    expect(status).toBe(1);
    expect(String(stderr)).toContain('https://docs.docker.com/compose/install/');
  });
});

it('dc.bat passes the same options as dc.sh', () => {
  const options = '--env-file .env --file compose.yaml';
  const bat = readFileSync(join(root, 'dc.bat'), 'utf8');
  expect(bat).toContain(`docker compose ${options} %*`);
  expect(bat).toContain(`docker-compose ${options} %*`);
});

function valuesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** A folder with the few programs that dc.sh itself needs. */
function pathWithout(): string {
  const folder = join(copy.folder, 'few');
  mkdirSync(folder);
  for (const name of ['dirname', 'cd']) {
    const found = ['/usr/bin', '/bin']
      .map((each) => join(each, name))
      .find((each) => existsSync(each));
    if (found !== undefined) copyFileSync(found, join(folder, name));
  }
  return folder;
}

/** The words of the installed compose, or undefined if there is none. */
function composeCommand(): readonly [string, ...string[]] | undefined {
  const candidates = [['docker', 'compose'], ['docker-compose']] as const;
  return candidates.find(
    ([program, ...args]) => spawnSync(program, [...args, 'version']).status === 0,
  );
}
