import type { BodySchemaOptions } from '@foldmart/codec-registry';
import type { Clock, Domain } from '@foldmart/core';
import { loadPackage } from '../adapters/load-package.js';
import { SettingsError } from '../settings/settings-error.js';
import type { Settings } from '../settings/settings.js';
import { readFormerSchemas, readOwnSchemas } from './own-schemas.js';
import type { RegistryBodies } from './registry-bodies.js';
import { registryFormats } from './topic-formats.js';

type CodecPackage = typeof import('@foldmart/codec-registry');

/**
 * Loads the package of the schema registry if a topic asks for it. Undefined if every topic has JSON bodies.
 *
 * @throws SettingsError if the package or the address is missing, or if the schemas of the bodies cannot be made.
 */
export async function openPayloads(
  settings: Settings,
  domain: Domain,
  { clock }: { readonly clock: Clock },
): Promise<RegistryBodies | undefined> {
  const { values } = settings;
  const formats = registryFormats(values, domain);
  if (formats.size === 0) return undefined;
  const shown = [...formats].map(([topic, format]) => `${topic}=${format}`).join(',');
  const codecs = await loadPackage(
    'SCHEMA_REGISTRY_FORMATS',
    shown,
    () => import('@foldmart/codec-registry'),
  );
  const registry = codecs.httpSchemaRegistry(registryOptions(settings, shown));
  const catalogue = readFormerSchemas(values.SCHEMA_REGISTRY_CATALOGUE);
  const options: BodySchemaOptions = {
    domain,
    formats,
    subjects: values.SCHEMA_REGISTRY_SUBJECTS,
    own: readOwnSchemas(values.SCHEMA_REGISTRY_SCHEMAS, domain.registry),
    ...(catalogue !== undefined && { catalogue }),
  };
  const { codec, schemas } = withAdvice(shown, () => ({
    codec: codecs.registryCodec(registry, {
      ...options,
      autoRegister: values.SCHEMA_REGISTRY_AUTO_REGISTER,
      clock,
    }),
    schemas: codecs.publishedSchemas(options),
  }));
  return {
    payloads: new Map([...formats.keys()].map((topic) => [topic, codec])),
    schemas,
    register: (how) => codecs.registerSchemas(registry, schemas, how),
  };
}

function registryOptions(
  { values }: Settings,
  formats: string,
): Parameters<CodecPackage['httpSchemaRegistry']>[0] {
  const {
    SCHEMA_REGISTRY_URL: url,
    SCHEMA_REGISTRY_USERNAME: username,
    SCHEMA_REGISTRY_PASSWORD: password,
    SCHEMA_REGISTRY_TIMEOUT: timeoutMs,
  } = values;
  if (url === undefined) {
    const problem = `the bodies of ${formats} require it, such as http://localhost:8081`;
    throw new SettingsError([{ name: 'SCHEMA_REGISTRY_URL', problem }]);
  }
  return {
    url,
    timeoutMs,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}

function withAdvice<Made>(value: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SettingsError([{ name: 'SCHEMA_REGISTRY_FORMATS', value, problem: error.message }]);
  }
}
