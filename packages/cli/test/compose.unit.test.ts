import { settingDefinitions } from '@foldmart/composition';
import { loadShopSettings, shopSettingDefinitions } from '@foldmart/composition/shop';
import { describe, expect, it } from 'vitest';
import { shopCommands } from '../src/shop/shop-commands.js';
import {
  composeServices,
  composeText,
  foldmartServices,
  someVariables,
  textOf,
} from './support/compose-file.js';

const services = composeServices(someVariables);
const own = foldmartServices(someVariables);
const names = [...services.keys()];
const inProfile = (profile: string): readonly string[] =>
  names.filter((name) => services.get(name)?.profiles.includes(profile));

const servers = ['postgres', 'kafka1', 'kafka2', 'kafka3', 'redis'];
const consumers = ['user', 'product', 'order'].flatMap((type) =>
  [1, 2, 3].map((number) => `${type}-consumer-${String(number)}`),
);
const core = [...servers, 'initial-seeder', 'cache-worker', 'producer', ...consumers];
const more = [
  ...['kafka-ui', 'adminer', 'redis-monitor', 'user-seeder', 'grade-updater'],
  ...['coupon-api', 'coupon-worker-1', 'coupon-worker-2'],
];

describe('the compose file', () => {
  it('has the whole system in three profiles, and what watches it in a fourth', () => {
    expect(inProfile('monitoring')).toEqual(['prometheus', 'grafana']);
    expect(inProfile('core').toSorted()).toEqual(core.toSorted());
    expect(inProfile('full').toSorted()).toEqual([...core, ...more].toSorted());
    expect(inProfile('dev').toSorted()).toEqual(
      [...servers, 'kafka-ui', 'adminer', 'dev'].toSorted(),
    );
  });

  it.each(own.map((each) => [each.name, each] as const))(
    '%s runs a command that exists',
    (_name, { command }) => {
      expect(shopCommands.map(({ name }) => name)).toContain(command[0]);
    },
  );

  it.each(own.map((each) => [each.name, each] as const))(
    '%s has settings that exist, with values that they may have',
    (_name, { environment }) => {
      const known = new Set(Object.keys({ ...settingDefinitions, ...shopSettingDefinitions }));
      expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
      const { queueType, cacheType, databaseType } = loadShopSettings({
        environment,
        envFile: null,
      });
      expect([queueType, cacheType, databaseType]).toEqual(['kafka', 'redis', 'postgres']);
    },
  );

  it('names servers of its own in the settings', () => {
    for (const { environment } of own) {
      expect(names).toEqual(
        expect.arrayContaining([environment['REDIS_HOST'], environment['POSTGRES_HOST']]),
      );
      for (const address of (environment['KAFKA_BOOTSTRAP_SERVERS'] ?? '').split(',')) {
        const [host = ''] = address.split(':');
        const listeners = services.get(host)?.environment?.['KAFKA_ADVERTISED_LISTENERS'];
        expect(listeners).toContain(`NETWORK://${address},`);
      }
    }
  });

  it('starts a service after what it needs, in every profile that has the service', () => {
    for (const [name, { depends_on: needs = {}, profiles }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const target = services.get(needed);
        expect(target?.profiles, `${name} needs ${needed}`).toEqual(
          expect.arrayContaining([...profiles]),
        );
        if (condition === 'service_healthy') expect(target?.healthcheck).toBeDefined();
        else expect(target?.restart).toBe('on-failure:5');
      }
    }
  });

  it('bounds every service, restarts it, and keeps its log small', () => {
    for (const [name, service] of services) {
      expect(service, name).toMatchObject({
        mem_limit: expect.stringMatching(/^\d+[mg]$/) as string,
        cpus: expect.any(Number) as number,
        logging: { options: { 'max-size': '10m' } },
        security_opt: ['no-new-privileges:true'],
      });
      const restart = { 'initial-seeder': 'on-failure:5', dev: 'no' }[name] ?? 'unless-stopped';
      expect(service.restart, name).toBe(restart);
    }
  });

  it('gives its own processes a file system that they cannot write, and no privileges', () => {
    for (const service of own) {
      expect(service).toMatchObject({ read_only: true, init: true, cap_drop: ['ALL'] });
    }
  });

  it('publishes ports to this machine alone, and others for a second copy', () => {
    const ports = (digit: string): readonly number[] =>
      [...composeServices({ ...someVariables, FOLDMART_PORTS: digit }).values()]
        .flatMap((service) => service.ports ?? [])
        .map((port) => Number(/^127\.0\.0\.1:(\d+):\d+$/.exec(port)?.[1]));
    expect(ports('')).toEqual([5432, 9092, 9093, 9094, 6379, 8080, 8081, 9090, 9091, 3000]);
    expect(ports('1')).toEqual(ports('').map((port) => port + 10_000));
    expect(Math.max(...ports('5'))).toBeLessThan(65_536);
  });

  it('has no name that two copies would share', () => {
    const other = composeServices({ ...someVariables, COMPOSE_PROJECT_NAME: 'foldmart-other' });
    for (const [name, { container_name: fixed, build, image }] of services) {
      expect(fixed).toBeUndefined();
      if (build !== undefined) expect(other.get(name)?.image).not.toBe(image);
    }
  });

  it('runs the versions that the tests run on', () => {
    const version = /<kafka.version>(.+)<\/kafka.version>/.exec(
      textOf('scripts/services.d/kafka-pom.xml'),
    )?.[1];
    for (const broker of ['kafka1', 'kafka2', 'kafka3']) {
      expect(services.get(broker)?.image).toBe(`apache/kafka:${String(version)}`);
    }
  });

  it('asks for no variable that env.example does not have, and env.example has no other', () => {
    const asked = new Set([...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    const offered = [...textOf('deploy/env.example').matchAll(/^#?([A-Z_]+)=/gm)];
    expect(offered.map(([, name]) => name).toSorted()).toEqual([...asked].toSorted());
  });

  it('runs health checks that are in the image', () => {
    const scripts = own.flatMap(({ healthcheck }) => healthcheck?.test.slice(2, 3) ?? []);
    expect(scripts).toHaveLength(2);
    for (const script of scripts) expect(textOf(script)).toContain('exit');
  });
});

it('the consumers of the Makefile are those of the compose file', () => {
  const listed = /^CONSUMERS := (.+)$/m.exec(textOf('Makefile'))?.[1];
  expect(listed?.split(' ')).toEqual(consumers);
});

describe('the guide to deployment', () => {
  const lines = textOf('docs/deployment.md')
    .split('\n')
    .flatMap((line) => (/^\.\/dc\.sh (.+)$/.exec(line) ? [line.split(' ').slice(1)] : []));

  it('runs commands that exist, in services that exist', () => {
    const commands = shopCommands.map(({ name }) => name);
    for (const words of lines) {
      const [service = '', command] = words.slice(words.findIndex((word) => names.includes(word)));
      expect(names).toContain(service);
      if (words[0] === 'run') expect(commands).toContain(command);
    }
    expect(lines.length).toBeGreaterThan(5);
  });

  it('lists the services of every profile', () => {
    const text = textOf('docs/deployment.md');
    const listed = (profile: string): string =>
      new RegExp(`^\\| \`${profile}\` .*$`, 'm').exec(text)?.[0] ?? '';
    for (const name of more.filter((each) => !each.startsWith('coupon-worker'))) {
      expect(listed('full')).toContain(`\`${name}\``);
    }
    for (const name of ['postgres', 'redis', 'initial-seeder', 'cache-worker', 'producer']) {
      expect(listed('core')).toContain(`\`${name}\``);
    }
  });
});
