import { noMeter, noTracer, type Clock, type Telemetry, type Tracer } from '@foldmart/core';
import { loadPackage } from '../adapters/index.js';
import { SettingsError } from '../settings/settings-error.js';
import type { Settings } from '../settings/settings.js';
import type { MetricsText } from './metrics/metrics-text.js';

/** Where an application's metrics and traces go. */
export interface OpenedTelemetry {
  readonly telemetry: Telemetry;
  /** Undefined if metrics are off. */
  readonly metrics: MetricsText | undefined;
}

/**
 * Opens what the settings ask for: metrics if METRICS or METRICS_PORT is set, and traces if an OpenTelemetry SDK is
 * registered.
 *
 * @throws SettingsError if a package is missing, or if TRACING is `on` and no SDK is registered.
 */
export async function openTelemetry(settings: Settings, clock: Clock): Promise<OpenedTelemetry> {
  const [metrics, tracer] = await Promise.all([openMetrics(settings, clock), openTracer(settings)]);
  return { telemetry: { meter: metrics ?? noMeter, tracer }, metrics };
}

async function openMetrics({ values }: Settings, clock: Clock) {
  const { METRICS: isAsked, METRICS_PORT: port } = values;
  if (!(isAsked ?? port !== undefined)) return undefined;
  const [name, value] =
    isAsked === undefined ? ['METRICS_PORT', String(port)] : ['METRICS', 'true'];
  const { PrometheusMeter } = await loadPackage(
    name,
    value,
    () => import('./exporters/prometheus-meter.js'),
  );
  return new PrometheusMeter(clock);
}

async function openTracer({ values: { TRACING: tracing } }: Settings): Promise<Tracer> {
  if (tracing === 'off' || (tracing === 'auto' && !hasSdk())) return noTracer;
  if (!hasSdk()) throw noSdk();
  const { OtelTracer } = await loadPackage(
    'TRACING',
    tracing,
    () => import('./exporters/otel-tracer.js'),
  );
  return new OtelTracer();
}

/** The API's versions 1.x keep what an SDK has registered in this global. Reading it loads nothing. */
function hasSdk(): boolean {
  const registered: unknown = Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1'));
  return typeof registered === 'object' && registered !== null && 'trace' in registered;
}

function noSdk(): SettingsError {
  return new SettingsError([
    {
      name: 'TRACING',
      value: 'on',
      problem:
        'no OpenTelemetry SDK is registered; start Node with --import and a module that registers one, such as @opentelemetry/auto-instrumentations-node/register',
    },
  ]);
}
