import { MemoryEventBus } from '@foldmart/adapters-memory';
import { createApp, type SettingTexts } from '@foldmart/composition';
import { noMeter, noTracer } from '@foldmart/core';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { counters } from '../app/counter.js';
import { inMemory } from '../app/in-memory.js';

const open = (settings: SettingTexts = {}) => createApp(counters, { ...inMemory, ...settings });

describe('without a setting', () => {
  it('nothing is recorded, and ports are not decorated', async () => {
    const app = await open();
    expect(app.telemetry).toEqual({ meter: noMeter, tracer: noTracer });
    expect(app.metrics).toBeUndefined();
    expect(app.bus()).toBeInstanceOf(MemoryEventBus);
    await app.serveMetrics();
    await app.close();
  });
});

describe('METRICS_PORT', () => {
  it('serves /metrics on this machine alone until the application closes', async () => {
    const lines: (readonly [string, unknown])[] = [];
    const log = (message: string, fields?: unknown): void => void lines.push([message, fields]);
    const logger = { debug: log, info: log, warn: log, error: log };
    const settings = { ...inMemory, METRICS_PORT: '0' };
    const app = await createApp(counters, settings, { logger });
    await Promise.all([app.serveMetrics(), app.serveMetrics()]);
    await app.counter('c1').increment(2);
    expect(lines).toEqual([['metrics are served', { address: expect.any(String) as string }]]);
    const [[, fields] = []] = lines;
    const { address } = fields as { readonly address: string };
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const answer = await fetch(address);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toContain('foldmart_events_appended_total{operation="append"} 1\n');
    expect((await fetch(address.replace('/metrics', '/other'))).status).toBe(404);
    expect((await fetch(address, { method: 'POST' })).status).toBe(405);
    const live = address.replace('/metrics', '/health/live');
    expect(await (await fetch(live)).text()).toBe('up\n');
    expect((await fetch(live, { method: 'POST' })).status).toBe(405);
    await app.close();
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  it('that is taken ends the start of a role with advice', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const METRICS_PORT = String((taken.address() as AddressInfo).port);
    const app = await open({ METRICS_PORT });
    await expect(app.serveMetrics()).rejects.toThrow(
      /METRICS_PORT is "\d+": cannot listen on 127\.0\.0\.1:\d+ .*EADDRINUSE.*; set METRICS_HOST and METRICS_PORT to a free address/,
    );
    await app.close();
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('METRICS', () => {
  it('collects metrics for a server of your own', async () => {
    const app = await open({ METRICS: 'true' });
    await app.counter('c1').increment(2);
    expect(await app.metrics?.read()).toContain('foldmart_transaction_duration_seconds_count');
    await app.close();
  });

  it('that is false wins over METRICS_PORT', async () => {
    const app = await open({ METRICS: 'false', METRICS_PORT: '0' });
    expect(app.metrics).toBeUndefined();
    await app.close();
  });
});

describe('TRACING', () => {
  it('that is on names what is missing if no SDK is registered', async () => {
    await expect(open({ TRACING: 'on' })).rejects.toThrow(
      /TRACING is "on": no OpenTelemetry SDK is registered; start Node with --import/,
    );
  });
});
