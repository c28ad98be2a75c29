/** Why a TLS connection failed, and what to do about it. */
export interface TlsFailure {
  /** Completes "Kafka at <address>: ". */
  readonly text: string;
  readonly hint: string;
}

const failures: readonly (readonly [RegExp, TlsFailure])[] = [
  [
    /^CERT_HAS_EXPIRED$/,
    {
      text: 'the certificate of the broker has expired',
      hint: 'renew the certificate of the broker, or correct the clock of this machine',
    },
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    {
      text: 'the certificate of the broker is not valid yet',
      hint: 'correct the clock of this machine',
    },
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    {
      text: 'the certificate of the broker is for another host',
      hint: 'use a host name of the certificate in KAFKA_BOOTSTRAP_SERVERS and in advertised.listeners of the brokers',
    },
  ],
  [
    /^ERR_SSL_.*ALERT|^ERR_SSL_SSL.*HANDSHAKE_FAILURE$/,
    {
      text: 'the broker refuses the TLS connection',
      hint: 'set KAFKA_SSL_CERT_FILE and KAFKA_SSL_KEY_FILE to a client certificate that the brokers trust',
    },
  ],
  [
    /^ERR_SSL_WRONG_VERSION_NUMBER$|^ERR_SSL_PACKET_LENGTH_TOO_LONG$|^EPROTO$/,
    {
      text: 'the port does not speak TLS',
      hint: 'set KAFKA_BOOTSTRAP_SERVERS to a listener for TLS, or KAFKA_SSL=false',
    },
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_)|_SELF_SIGNED_/,
    {
      text: 'the certificate of the broker is not trusted',
      hint: 'set KAFKA_SSL_CA_FILE to the certificate of the authority that signed it',
    },
  ],
];

/** Finds the TLS failure in an error or in those that it wraps; undefined if there is none. */
export function tlsFailureOf(error: unknown): TlsFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  const known =
    typeof code === 'string' ? failures.find(([pattern]) => pattern.test(code))?.[1] : undefined;
  return known ?? tlsFailureOf(cause);
}
