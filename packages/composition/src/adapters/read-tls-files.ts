import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SettingName } from '../settings/definitions.js';
import { SettingsError } from '../settings/settings-error.js';

/** A setting that names a PEM file, and the path that it has. */
export interface FileSetting {
  readonly name: SettingName;
  readonly path: string | undefined;
}

/** The PEM texts of the files that settings name. */
export interface TlsTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * Reads and checks the PEM files of a connection. Throws SettingsError if one cannot be read, is no PEM file, or if the
 * private key does not belong to the certificate.
 */
export function readTlsFiles(files: {
  readonly ca: FileSetting;
  readonly cert: FileSetting;
  readonly key: FileSetting;
}): TlsTexts {
  const ca = readChecked(files.ca, parseCertificate);
  const cert = readChecked(files.cert, parseCertificate);
  const key = readChecked(files.key, parseKey);
  if (cert !== undefined && key !== undefined && !cert.parsed.checkPrivateKey(key.parsed)) {
    throw refused(files.key, `the key does not belong to the certificate of ${files.cert.name}`);
  }
  return {
    ...(ca === undefined ? {} : { ca: ca.text }),
    ...(cert === undefined ? {} : { cert: cert.text }),
    ...(key === undefined ? {} : { key: key.text }),
  };
}

function parseCertificate(text: string): X509Certificate {
  return new X509Certificate(text);
}

const parseKey = createPrivateKey;

function readChecked<Parsed>(
  setting: FileSetting,
  parse: (text: string) => Parsed,
): { readonly text: string; readonly parsed: Parsed } | undefined {
  if (setting.path === undefined) return undefined;
  const text = readText(setting, setting.path);
  try {
    return { text, parsed: parse(text) };
  } catch {
    // Node's message may quote the file, which may hold a key.
    const what = parse === (parseKey as unknown) ? 'an unencrypted private key' : 'a certificate';
    throw refused(setting, `the file must contain ${what} in PEM form`);
  }
}

function readText(setting: FileSetting, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(setting, `the file cannot be read (${why})`);
  }
}

function refused({ name, path }: FileSetting, problem: string): SettingsError {
  return new SettingsError([{ name, ...(path === undefined ? {} : { value: path }), problem }]);
}
