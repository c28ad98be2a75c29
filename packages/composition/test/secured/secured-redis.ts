import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CertificateAuthority, CertificateFiles } from './certificates.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

/** A Redis with one port for TLS and one without. */
export interface SecuredRedis extends ServerProcess {
  readonly tlsPort: number;
  readonly port: number;
  /** Replaces its certificate, and says whether clients need one. */
  present(files: CertificateFiles, isClientAsked?: boolean): Promise<void>;
}

export interface SecuredRedisOptions {
  readonly authority: CertificateAuthority;
  readonly certificate: CertificateFiles;
  /** Each a user as `ACL SETUSER` takes it. */
  readonly users: readonly string[];
  /** Of the default user. */
  readonly password: string;
}

export async function startSecuredRedis(options: SecuredRedisOptions): Promise<SecuredRedis> {
  const { authority, certificate, users, password } = options;
  const [port = 0, tlsPort = 0] = await freePorts(2);
  const ask = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('redis-cli', ['-p', String(port), ...args], {
      env: { ...process.env, REDISCLI_AUTH: password },
    });
    if (/^(OK|PONG)\s*$/.test(stdout)) return stdout;
    throw new Error(stdout);
  };
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    'tls-port': String(tlsPort),
    'tls-cert-file': certificate.cert,
    'tls-key-file': certificate.key,
    'tls-ca-cert-file': authority.ca,
    'tls-auth-clients': 'no',
    requirepass: password,
    save: '',
    dir: authority.folder,
  };
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = await startServer(['redis-server', ...words], () => ask('PING'));
  for (const user of users) await ask('ACL', 'SETUSER', ...user.split(' '));
  return {
    ...server,
    port,
    tlsPort,
    async present({ cert, key }, isClientAsked = false) {
      const files = ['tls-cert-file', cert, 'tls-key-file', key];
      await ask('CONFIG', 'SET', ...files, 'tls-auth-clients', isClientAsked ? 'yes' : 'no');
    },
  };
}
