import { isPortError, type Tracer } from '@foldmart/core';
import { wrapMethods, type Method } from '../../decorating/index.js';
import { secondsSince, type Measuring } from '../measuring.js';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** How the operations of a port appear. */
export interface MeasuredPort {
  /**
   * The operations that are measured by the names of their methods. They have a span of their own even outside any
   * trace. Other methods have a span only within a trace, since many of them poll.
   */
  readonly operations: Readonly<Record<string, string>>;
  /** Names the methods that are not in `operations`; they are timed too. Default: they are not. */
  readonly nameOthers?: (method: string) => string;
  /** The value of `db.system.name`. */
  readonly system: string;
  /** The value of `db.namespace`; the name of a span ends with it. */
  readonly namespace: string | undefined;
  /** Sees the arguments and the result of a measured operation. Must not throw. */
  readonly onResult?: (operation: string, args: readonly unknown[], result: unknown) => void;
  /** Sees the error of a measured operation. Must not throw. */
  readonly onError?: (operation: string, args: readonly unknown[], error: unknown) => void;
}

/** The same port, with its operations measured. */
export function measurePort<Port extends object>(
  port: Port,
  measuring: Measuring,
  measured: MeasuredPort,
): Port {
  return wrapMethods(port, (method, name) => measuredMethod(name, method, measuring, measured));
}

function measuredMethod(
  name: string,
  method: Method,
  measuring: Measuring,
  measured: MeasuredPort,
): Method {
  const { tracer, meter } = measuring.telemetry;
  if (name === 'close') return method;
  const own = Object.hasOwn(measured.operations, name) ? measured.operations[name] : undefined;
  const operation = own ?? measured.nameOthers?.(name);
  const isTimed = operation !== undefined && meter.isEnabled;
  const work = isTimed ? timed(operation, method, measuring, measured) : method;
  if (!tracer.isEnabled) return work;
  return (...args) => {
    if (own === undefined && !tracer.isActive()) return work(...args);
    return traced(operation ?? name, () => work(...args), tracer, measured);
  };
}

function traced(
  operation: string,
  work: () => unknown,
  tracer: Tracer,
  { system, namespace }: MeasuredPort,
): unknown {
  const span = tracer.start(namespace === undefined ? operation : `${operation} ${namespace}`, {
    kind: 'client',
    attributes: {
      'db.system.name': system,
      'db.operation.name': operation,
      ...(namespace === undefined ? {} : { 'db.namespace': namespace }),
    },
  });
  const end = (): void => span.end();
  const result = span.run(work);
  if (!(result instanceof Promise)) {
    end();
    return result;
  }
  result.then(end, (error: unknown) => {
    span.fail(error);
    end();
  });
  return result;
}

function timed(
  operation: string,
  method: Method,
  measuring: Measuring,
  { onResult, onError }: MeasuredPort,
): Method {
  const { meter } = measuring.telemetry;
  const durations = meter.histogram(metricDefinitions.transactionDuration);
  const failures = meter.counter(metricDefinitions.transactionFailures);
  const labels = { operation };
  return (...args) => {
    const startedAt = measuring.clock.monotonic();
    const result = method(...args);
    if (!(result instanceof Promise)) return result;
    result.then(
      (value: unknown) => {
        durations.observe(labels, secondsSince(measuring, startedAt));
        onResult?.(operation, args, value);
      },
      (error: unknown) => {
        durations.observe(labels, secondsSince(measuring, startedAt));
        if (isPortError(error)) failures.add({ operation, reason: error.reason }, 1);
        onError?.(operation, args, error);
      },
    );
    return result;
  };
}
