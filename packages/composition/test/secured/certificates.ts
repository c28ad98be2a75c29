import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** What a certificate says. */
export interface CertificateRequest {
  /** The common name. */
  readonly name: string;
  /** Subject alternative names, such as `IP:127.0.0.1`. */
  readonly hosts?: string;
  /** A negative number makes a certificate that has expired. Default 2. */
  readonly days?: number;
}

/** The paths of a certificate and of its private key, both PEM. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** An authority of one test, with the certificates that it signs. */
export class CertificateAuthority {
  readonly folder: string;
  /** The path of its own certificate. */
  readonly ca: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.ca = join(folder, 'ca.pem');
  }

  static async create(): Promise<CertificateAuthority> {
    const authority = new CertificateAuthority(await mkdtemp(join(tmpdir(), 'foldmart-ca-')));
    const files = ['-keyout', authority.#path('ca.key'), '-out', authority.ca];
    const constraint = ['-addext', 'basicConstraints=critical,CA:true'];
    const subject = ['-subj', '/CN=authority of a test', '-days', '2'];
    await run('openssl', ['req', '-x509', ...newKey, ...files, ...subject, ...constraint]);
    return authority;
  }

  async sign({ name, hosts, days = 2 }: CertificateRequest): Promise<CertificateFiles> {
    const stem = `${name}-${hosts ?? 'client'}-${String(days)}`.replaceAll(/[^\w.-]/g, '_');
    const [cert, key, request] = [`${stem}.pem`, `${stem}.key`, `${stem}.csr`].map((file) =>
      this.#path(file),
    ) as [string, string, string];
    const extension = hosts === undefined ? [] : ['-addext', `subjectAltName=${hosts}`];
    const asked = ['-keyout', key, '-out', request, '-subj', `/CN=${name}`, ...extension];
    await run('openssl', ['req', ...newKey, ...asked]);
    const signer = ['-CA', this.ca, '-CAkey', this.#path('ca.key'), '-CAcreateserial'];
    const how = ['-copy_extensions', 'copy', '-days', String(days), '-in', request, '-out', cert];
    await run('openssl', ['x509', '-req', ...signer, ...how]);
    return { cert, key };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  #path(file: string): string {
    return join(this.folder, file);
  }
}
