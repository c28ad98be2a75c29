import { settingDefinitions } from '@foldmart/composition';
import { loadShopSettings, shopSettingDefinitions } from '@foldmart/composition/shop';
import { couponGroup, couponTopicName, shopConsumerTypes } from '@foldmart/core/shop';
import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { shopCommands } from '../src/shop/shop-commands.js';
import { createShopRoot } from '../src/shop/shop-root.js';
import { chartResources, containersOf, environmentOf, podsOf } from './support/chart-files.js';

const names = ['default', 'managed', 'own-domain', 'redis'];
const ofKind = (name: string, kind: string) =>
  chartResources(name).filter((resource) => resource.kind === kind);
const secrets = Object.entries({ ...settingDefinitions, ...shopSettingDefinitions }).flatMap(
  ([name, { isSecret }]) => (isSecret ? [name] : []),
);

describe.each(names)('the chart with the values %s', (name) => {
  const resources = chartResources(name);
  const containers = containersOf(resources);

  it('reads every secret from a Secret', () => {
    for (const [where, { env }] of containers) {
      const plain = env.filter((each) => each.value !== undefined).map((each) => each.name);
      expect(
        plain.filter((each) => secrets.includes(each)),
        where,
      ).toEqual([]);
      expect(env.filter((each) => each.valueFrom?.secretKeyRef).length).toBeGreaterThan(0);
    }
  });

  it('starts every process as a user without rights, on a file system that it cannot write', () => {
    for (const [where, pod] of podsOf(resources)) {
      expect(pod.securityContext, where).toMatchObject({ runAsNonRoot: true });
    }
    for (const [where, container] of containers) {
      expect(container.securityContext, where).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources, where).toMatchObject({
        limits: { memory: expect.any(String) as string },
        requests: { memory: expect.any(String) as string },
      });
    }
  });

  it('asks every role whether it lives, on a port that it opens, and gives it time to finish', () => {
    for (const { metadata, spec } of ofKind(name, 'Deployment')) {
      const pod = spec.template?.spec;
      const [container] = pod?.containers ?? [];
      const asked = container?.livenessProbe?.httpGet;
      expect(
        container?.ports?.map((port) => port.name),
        metadata.name,
      ).toContain(asked?.port);
      expect(asked?.path).toBe(metadata.name.endsWith('-dashboard') ? '/' : '/health/live');
      // A bus closes within 10 s, and the producer finishes within 30 s.
      expect(pod?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(35);
    }
  });

  it('selects the pods of one role each', () => {
    const selectors = ofKind(name, 'Deployment').map(({ spec }) => JSON.stringify(spec.selector));
    expect(new Set(selectors).size).toBe(selectors.length);
  });

  it('keeps a budget for roles that several processes run, and leaves the others to evictions', () => {
    const several = ofKind(name, 'Deployment')
      .filter(({ spec }) => spec.replicas !== 1)
      .map(({ metadata }) => metadata.name);
    const budgets = ofKind(name, 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets.toSorted()).toEqual(several.toSorted());
  });
});

describe.each(['default', 'managed', 'redis'])('the shop with the values %s', (name) => {
  const containers = containersOf(chartResources(name));
  let root: Command;
  beforeAll(async () => {
    root = createShopRoot();
    for (const command of shopCommands) await command.add(root);
  }, 60_000);

  it('runs commands that exist, with options that they have', () => {
    for (const [where, { args }] of containers) {
      let command = root;
      let rest = args;
      for (;;) {
        const next = command.commands.find((each) => each.name() === rest[0]);
        if (next === undefined) break;
        [command, rest] = [next, rest.slice(1)];
      }
      expect(command, `${where}: ${args.join(' ')}`).not.toBe(root);
      const spoken = rest.map((word) => word.replace('$(POD_NAME)', 'demo-consumer-5f7c'));
      expect(command.parseOptions(spoken), where).toEqual({ operands: [], unknown: [] });
    }
  });

  it('has settings that exist, with values that they may have', () => {
    const known = new Set([
      'POD_NAME',
      ...Object.keys({ ...settingDefinitions, ...shopSettingDefinitions }),
    ]);
    for (const [where, container] of containers) {
      const { POD_NAME: pod, ...environment } = environmentOf(container);
      expect(pod, where).toBeDefined();
      expect(
        Object.keys(environment).filter((each) => !known.has(each)),
        where,
      ).toEqual([]);
      // Files of certificates are in the cluster only.
      const settings = loadShopSettings({
        environment: { ...environment, POSTGRES_SSL_CA_FILE: '' },
        envFile: null,
      });
      expect(settings.databaseType, where).toBe('postgres');
      expect(settings.queueType, where).toBe(name === 'redis' ? 'redis' : 'kafka');
    }
  });

  it('has the nine consumers, or lets KEDA decide up to the partitions', () => {
    const consumers = ofKind(name, 'Deployment').filter(({ metadata }) =>
      metadata.name.endsWith('-consumer'),
    );
    expect(consumers.map(({ spec }) => spec.replicas)).toEqual(
      name === 'default' ? [3, 3, 3] : [undefined, undefined, undefined],
    );
  });
});

describe('scaling', () => {
  /** COUPON_TOPIC and COUPON_GROUP are whole names, and have no prefix. */
  const groups = (prefix: string): readonly (readonly string[])[] =>
    [
      ...shopConsumerTypes.map(({ topic, group }) => [prefix + topic, prefix + group]),
      [couponTopicName, couponGroup],
    ].toSorted();

  it('on Kafka reads the groups of the shop under their prefix, and stops at the partitions', () => {
    const scaled = ofKind('managed', 'ScaledObject').map(({ spec }) => spec);
    const read = scaled.map(({ triggers: [trigger] = [] }) => [
      trigger?.metadata['topic'],
      trigger?.metadata['consumerGroup'],
    ]);
    expect(read.toSorted()).toEqual(groups('prod.'));
    expect(scaled.map(({ maxReplicaCount }) => maxReplicaCount).toSorted()).toEqual([12, 3, 3, 3]);
    for (const { triggers: [trigger] = [] } of scaled) {
      expect(trigger).toMatchObject({
        type: 'kafka',
        metadata: { offsetResetPolicy: 'earliest', tls: 'enable', sasl: 'scram_sha512' },
      });
    }
  });

  it('on Redis reads the lag that every process reports', () => {
    const queries = ofKind('redis', 'ScaledObject').map(
      ({ spec: { triggers: [trigger] = [] } }) => trigger?.metadata['query'] ?? '',
    );
    const read = queries.map((query) => {
      expect(query).toContain('foldmart_consumer_lag_messages{');
      return [/topic="([^"]*)"/.exec(query)?.[1], /group="([^"]*)"/.exec(query)?.[1]];
    });
    expect(read.toSorted()).toEqual(groups(''));
  });
});

it('a whole number stays one: a million is no 1e+06', () => {
  const [, container] = containersOf(chartResources('own-domain'))[0] ?? [];
  expect(container && environmentOf(container)['RESERVATION_DAYS']).toBe('1000000');
  expect(container?.args.slice(0, 2)).toEqual(['--app', 'foldmart.config.js']);
});
