import { metricDefinitions } from '@foldmart/composition';
import { openCouponRush, prepareCouponTopic } from '@foldmart/composition/shop';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startCouponApi } from '../../src/shop/coupons/start-coupon-api.js';
import { foldmartServices, someVariables, textOf } from '../support/compose-file.js';
import { openShop } from './support/memory-shop.js';
import { labelsIn, metricsIn } from './support/prometheus-queries.js';
import { parseMetrics } from './support/prometheus-text.js';

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat?: string }[];
}

const board = JSON.parse(textOf('deploy/monitoring/grafana/foldmart.json')) as {
  readonly panels: readonly Panel[];
};
const { groups } = parse(textOf('deploy/monitoring/alerts.yaml')) as {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
};
const rules = groups.flatMap((group) => group.rules);
const queries = [
  ...board.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat = '' }) => ({ of: title, expr, legendFormat })),
  ),
  ...rules.map(({ alert, expr, annotations }) => ({
    of: alert,
    expr,
    legendFormat: Object.values(annotations).join(' '),
  })),
];

/** What the coupon API of a shop in memory serves: every metric that there is. */
let served: ReadonlySet<string>;
beforeAll(async () => {
  const shop = await openShop({ METRICS: 'true' });
  await prepareCouponTopic(shop);
  const api = await startCouponApi(shop, await openCouponRush(shop), { port: 0 });
  const scrape = await (await fetch(`${api.address}/metrics`)).text();
  served = new Set(parseMetrics(scrape).keys());
  await api.close();
  await shop.close();
});

describe('the board and the alerts', () => {
  it.each(queries.map((query) => [query.of, query] as const))(
    '%s asks for metrics that exist, by labels that they have',
    (_of, { expr, legendFormat }) => {
      const asked = metricsIn(expr);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((name) => !served.has(name))).toEqual([]);
      const given = new Set(['le', 'process', ...asked.flatMap(labelsOf)]);
      expect(labelsIn(expr).filter((label) => !given.has(label))).toEqual([]);
      const shown = [...legendFormat.matchAll(/\{\{ ?(?:\$labels\.)?([a-z]+) ?\}\}/g)];
      expect(shown.map(([, label = '']) => label).filter((label) => !given.has(label))).toEqual([]);
    },
  );

  it('show every metric of Foldmart', () => {
    const shown = new Set(queries.flatMap(({ expr }) => metricsIn(expr)));
    const own = [...served].filter((name) => name.startsWith('foldmart_'));
    expect(own.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('say what to do', () => {
    for (const { annotations } of rules) {
      expect(Object.keys(annotations)).toEqual(['summary', 'action']);
    }
  });

  it('are read from every process that serves metrics', () => {
    const config = parse(textOf('deploy/monitoring/prometheus.yaml')) as {
      readonly scrape_configs: readonly [
        {
          readonly dns_sd_configs: readonly [
            { readonly names: readonly string[]; readonly port: number },
          ];
        },
      ];
    };
    const [
      {
        dns_sd_configs: [{ names, port }],
      },
    ] = config.scrape_configs;
    const serving = foldmartServices(someVariables).filter(
      ({ command: [command = ''] }) => !['seed', 'monitor', 'repl'].includes(command),
    );
    expect(names.toSorted()).toEqual(serving.map(({ name }) => name).toSorted());
    for (const { environment } of serving) {
      expect(environment).toMatchObject({ METRICS_HOST: '0.0.0.0', METRICS_PORT: String(port) });
    }
  });
});

const definitions: readonly { readonly name: string; readonly labels: readonly string[] }[] =
  Object.values(metricDefinitions);
const others: Readonly<Record<string, readonly string[]>> = {
  foldmart_http_request_duration_seconds: ['method', 'route', 'status'],
  foldmart_coupon_decisions_total: ['outcome'],
};

function labelsOf(metric: string): readonly string[] {
  return definitions.find(({ name }) => name === metric)?.labels ?? others[metric] ?? [];
}
