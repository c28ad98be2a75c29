/** How a failed TLS connection is reported. */
export interface TlsFailure {
  readonly reason: 'unauthorized';
  /** Completes "<operation> failed at <address>: ". */
  readonly text: string;
  readonly hint: string;
}

const failures: readonly (readonly [RegExp, string, string])[] = [
  [
    /^CERT_HAS_EXPIRED$/,
    'its certificate has expired',
    'renew the certificate of the server, or correct the clock of this machine',
  ],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet', 'correct the clock of this machine'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'its certificate is for another host',
    'set REDIS_HOST (or REDIS_URL) to a host name of the certificate',
  ],
  [
    /^ERR_SSL_.*ALERT/,
    'it refuses the TLS connection',
    'set REDIS_TLS_CERT_FILE and REDIS_TLS_KEY_FILE to a client certificate that the server trusts',
  ],
  [
    /^ERR_SSL_WRONG_VERSION_NUMBER$|^ERR_SSL_PACKET_LENGTH_TOO_LONG$|^EPROTO$/,
    'the port does not speak TLS',
    'set REDIS_PORT to the port for TLS, or REDIS_TLS=false',
  ],
  [
    /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)|_SELF_SIGNED_/,
    'its certificate is not trusted',
    'set REDIS_TLS_CA_FILE to the certificate of the authority that signed it',
  ],
];

/** Why TLS failed, by the code of Node's error; undefined for the code of another failure. */
export function tlsFailureOf(code: string): TlsFailure | undefined {
  const known = failures.find(([pattern]) => pattern.test(code));
  if (known === undefined) return undefined;
  const [, text, hint] = known;
  return { reason: 'unauthorized', text: `${text} (${code})`, hint };
}
