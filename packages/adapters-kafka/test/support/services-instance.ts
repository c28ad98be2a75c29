import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SERVICES = fileURLToPath(new URL('../../../../scripts/services', import.meta.url));
const run = promisify(execFile);

/** A separate set of services, for tests that stop and kill them. */
export class ServicesInstance {
  readonly #environment: NodeJS.ProcessEnv;

  constructor(instance: number) {
    this.#environment = { ...process.env, FOLDMART_SERVICES_INSTANCE: String(instance) };
  }

  /** Starts it, and resolves with its brokers. */
  async up(): Promise<string[]> {
    await this.do('up');
    const settings = JSON.parse(await this.do('env', '--json')) as Record<string, string>;
    return (settings['KAFKA_BOOTSTRAP_SERVERS'] ?? '').split(',');
  }

  /** Runs one command of the script and resolves with what it prints. */
  async do(...command: string[]): Promise<string> {
    const { stdout } = await run(SERVICES, command, { env: this.#environment });
    return stdout;
  }
}
