import type { EventBus } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaQueue } from '../../src/adapters/kafka-queue.js';
import { loadSettings } from '../../src/settings/load-settings.js';
import type { SettingTexts } from '../../src/settings/read-values.js';
import { CertificateAuthority, type CertificateFiles } from './certificates.js';
import { dependencies } from './dependencies.js';
import { failureOf } from './failure-of.js';
import { startSecuredKafka, type SecuredKafka } from './secured-kafka.js';

const password = 'of-the-secured-broker';

let authority: CertificateAuthority;
let kafka: SecuredKafka;
/** Undefined if the server did not start. */
let started: SecuredKafka | undefined;
let client: CertificateFiles;
let stranger: CertificateAuthority;

beforeAll(async () => {
  [authority, stranger] = await Promise.all([
    CertificateAuthority.create(),
    CertificateAuthority.create(),
  ]);
  const hosts = 'IP:127.0.0.1';
  const valid = await authority.sign({ name: 'broker', hosts });
  const expired = await authority.sign({ name: 'broker', hosts, days: -1 });
  const elsewhere = await authority.sign({ name: 'broker', hosts: 'DNS:elsewhere.example' });
  client = await authority.sign({ name: 'shop' });
  kafka = await startSecuredKafka({
    authority,
    certificates: { valid, expired, elsewhere },
    password,
    isReady: (address) => topicsOf({ KAFKA_BOOTSTRAP_SERVERS: address }),
  });
  started = kafka;
}, 120_000);
afterAll(async () => {
  await started?.stop();
  await Promise.all([authority.remove(), stranger.remove()]);
});

async function withBus<Result>(
  environment: SettingTexts,
  work: (bus: EventBus) => Promise<Result>,
): Promise<Result> {
  const settings = loadSettings({ environment, envFile: null });
  const bus = kafkaQueue.open(settings, dependencies, { isPrompt: true });
  return Promise.resolve(work(bus)).finally(() => bus.close());
}

function topicsOf(environment: SettingTexts): Promise<unknown> {
  return withBus(environment, (bus) => bus.admin.listTopics());
}

const trusting = () => ({ KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: authority.ca });
const user = (mechanism: string, name = 'shop', secret = password) => ({
  KAFKA_BOOTSTRAP_SERVERS: kafka.sasl,
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: name,
  KAFKA_SASL_PASSWORD: secret,
});

describe('SASL over TLS', () => {
  it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('%s authenticates', async (mechanism) => {
    await withBus({ ...trusting(), ...user(mechanism) }, async (bus) => {
      const topic = `secured-${mechanism}`;
      await bus.admin.createTopics([
        {
          name: topic,
          partitions: 1,
          replicationFactor: 1,
          minInsyncReplicas: 1,
          compression: 'lz4',
          retentionMs: 60_000,
        },
      ]);
      await bus.publish(topic, [{ key: 'k', value: 'v' }]);
    });
  });

  it.each(['plain', 'scram-sha-512'])(
    'a wrong password is refused by %s, and shown nowhere',
    async (mechanism) => {
      const settings = { ...trusting(), ...user(mechanism, 'shop', 'not-the-secret') };
      const error = await failureOf(topicsOf(settings));
      expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
      expect(error.hint).toBe(
        'set KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD to those of a user that the brokers know',
      );
      expect(`${error.message} ${String(error.stack)}`).not.toContain('not-the-secret');
    },
  );

  it('a user without rights is refused by what the user lacks', async () => {
    const publishing = withBus({ ...trusting(), ...user('plain', 'guest') }, (bus) =>
      bus.publish('secured-plain', [{ key: 'k', value: 'v' }]),
    );
    const error = await failureOf(publishing);
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.hint).toContain('ACL');
  });
});

describe('a client certificate', () => {
  const mutual = () => ({ ...trusting(), KAFKA_BOOTSTRAP_SERVERS: kafka.mutual });

  it('authenticates', async () => {
    const files = { KAFKA_SSL_CERT_FILE: client.cert, KAFKA_SSL_KEY_FILE: client.key };
    expect(await topicsOf({ ...mutual(), ...files })).toBeInstanceOf(Array);
  });

  it('that is missing is asked for', async () => {
    const error = await failureOf(topicsOf(mutual()));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.hint).toContain('KAFKA_SSL_CERT_FILE');
  });

  it('of another authority is refused', async () => {
    const { cert, key } = await stranger.sign({ name: 'shop' });
    const files = { KAFKA_SSL_CERT_FILE: cert, KAFKA_SSL_KEY_FILE: key };
    const error = await failureOf(topicsOf({ ...mutual(), ...files }));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
  });
});

describe('the certificate of a broker', () => {
  it.each([
    ['that has expired', () => kafka.expired, 'has expired', 'renew the certificate'],
    ['for another host', () => kafka.elsewhere, 'is for another host', 'KAFKA_BOOTSTRAP_SERVERS'],
  ])('%s is refused', async (_what, address, text, hint) => {
    const error = await failureOf(topicsOf({ ...trusting(), KAFKA_BOOTSTRAP_SERVERS: address() }));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.message).toBe(`Kafka at ${address()}: the certificate of the broker ${text}`);
    expect(error.hint).toContain(hint);
  });

  it.each([
    ['no authority is named', () => ({})],
    ['another authority is named', () => ({ KAFKA_SSL_CA_FILE: stranger.ca })],
  ])('is refused if %s', async (_what, more) => {
    const settings = { KAFKA_SSL: 'true', ...more(), ...user('plain') };
    const error = await failureOf(topicsOf(settings));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.message).toContain('is not trusted');
    expect(error.hint).toContain('KAFKA_SSL_CA_FILE');
  });
});

describe('a listener of another protocol', () => {
  it('is guessed, since it closes the connection without a reason', async () => {
    const error = await failureOf(topicsOf({ ...trusting(), KAFKA_BOOTSTRAP_SERVERS: kafka.open }));
    expect(error).toMatchObject({ reason: 'unavailable', isRetryable: true });
    expect(error.hint).toContain('KAFKA_SSL');
  });
});
