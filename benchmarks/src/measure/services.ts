import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loadShopSettings } from '@foldmart/composition/shop';
import type { ServiceProcesses } from '../frame/server-cpu.js';
import type { BenchmarkServices } from './service-settings.js';

const script = fileURLToPath(new URL('../../../scripts/services', import.meta.url));
const instanceVariable = 'FOLDMART_SERVICES_INSTANCE';
const ownInstance = '8';

/** The services of a run. */
export interface StartedServices {
  readonly services: BenchmarkServices;
  /** Null if they do not run as processes of this machine. */
  readonly processes: ServiceProcesses | null;
  /** Ends them and removes their data, if this run started them. */
  readonly stop: () => void;
}

interface Status {
  readonly services: readonly { readonly name: string; readonly state: string; pid?: number }[];
}

/** Starts services that only benchmarks use, unless the environment names an instance. */
export function startServices(): StartedServices {
  const instance = process.env[instanceVariable] ?? ownInstance;
  const call = (...args: readonly string[]): string =>
    execFileSync(script, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 2],
      env: { ...process.env, [instanceVariable]: instance },
    });
  const isOurs = process.env[instanceVariable] === undefined && !isRunning(call);
  call('up');
  const env = JSON.parse(call('env', '--json')) as Record<string, string>;
  return {
    services: servicesAt(env),
    processes: processesOf(JSON.parse(call('status', '--json')) as Status),
    stop: () => {
      if (isOurs) call('down');
    },
  };
}

/** `status` fails if a service does not run. */
function isRunning(call: (...args: readonly string[]) => string): boolean {
  try {
    call('status', '--json');
    return true;
  } catch {
    return false;
  }
}

function servicesAt(env: Readonly<Record<string, string>>): BenchmarkServices {
  Object.assign(process.env, env);
  const { values } = loadShopSettings({ environment: env, envFile: null });
  return {
    prefix: `bench_${String(process.pid)}_${Date.now().toString(36)}_`,
    brokers: values.KAFKA_BOOTSTRAP_SERVERS,
    redis: { host: values.REDIS_HOST, port: values.REDIS_PORT },
    postgres: {
      host: values.POSTGRES_HOST,
      port: values.POSTGRES_PORT,
      user: values.POSTGRES_USER,
      password: values.POSTGRES_PASSWORD ?? '',
    },
  };
}

function processesOf({ services }: Status): ServiceProcesses | null {
  const pids = (name: string): readonly number[] =>
    services.flatMap((service) =>
      service.name.startsWith(name) && service.pid !== undefined ? [service.pid] : [],
    );
  const found = { postgres: pids('postgres'), kafka: pids('kafka'), redis: pids('redis') };
  return Object.values(found).some(({ length }) => length === 0) ? null : found;
}
