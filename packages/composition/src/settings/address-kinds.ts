import * as z from 'zod';
import { pattern, secret, type Setting } from './setting.js';

/** A URL with one of these schemes, whose path matches `path` and whose `sslmode`, if any, is one of `sslModes`. */
export interface UrlShape {
  readonly schemes: readonly string[];
  readonly path: RegExp;
  readonly sslModes?: readonly string[];
  /** For readers. */
  readonly expected: string;
}

/** A URL that may contain a password. */
export function secretUrl(shape: UrlShape, about: string): Setting<string | undefined> {
  const schema = z.string().refine((text) => hasShape(text, shape));
  return { ...secret(about), schema, expected: shape.expected };
}

/** A host name or an IP address. */
export function host(fallback: string, about: string): Setting<string> {
  return pattern(
    /^([^\s:/@,]+|[\da-fA-F:.]+(%\w+)?)$/,
    'a host name or an IP address',
    fallback,
    about,
  );
}

/** A host name, an IP address, or the directory of a socket. */
export function hostOrSocket(fallback: string, about: string): Setting<string> {
  return pattern(
    /^([^\s:/@,]+|[\da-fA-F:.]+(%\w+)?|\/\S*)$/,
    'a host name, an IP address or the directory of a socket',
    fallback,
    about,
  );
}

function hasShape(text: string, { schemes, path, sslModes = [] }: UrlShape): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !schemes.includes(url.protocol.slice(0, -1))) return false;
  if (![url.username, url.password, url.hostname, url.pathname].every(isDecodable)) return false;
  const sslMode = url.searchParams.get('sslmode');
  return path.test(url.pathname) && (sslMode === null || sslModes.includes(sslMode));
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
