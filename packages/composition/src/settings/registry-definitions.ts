import { secretUrl } from './address-kinds.js';
import { choice, flag, seconds, secret, text } from './setting.js';
import { topicFormats } from './topic-formats.js';

/** The settings of the schema registry and of the formats of bodies. */
export const registrySettingDefinitions = {
  SCHEMA_REGISTRY_URL: secretUrl(
    {
      schemes: ['http', 'https'],
      path: /^/,
      expected: 'http://user:password@host:port/path, or https://',
    },
    'The schema registry, with the HTTP interface of Confluent’s.',
  ),
  SCHEMA_REGISTRY_USERNAME: text(undefined, 'The user for basic authentication.'),
  SCHEMA_REGISTRY_PASSWORD: secret('The password of SCHEMA_REGISTRY_USERNAME.'),
  SCHEMA_REGISTRY_FORMATS: topicFormats(
    'How the bodies of topics are written, such as orders=avro,*=json; * is every other topic. Comes before the format that the domain states.',
  ),
  SCHEMA_REGISTRY_SUBJECTS: choice(
    ['topic-record-name', 'record-name', 'topic-name'],
    'topic-record-name',
    'How the subjects of schemas are named; topic-name allows one event for each topic.',
  ),
  SCHEMA_REGISTRY_AUTO_REGISTER: flag(
    false,
    'Whether a schema that is not registered is registered when it is first written.',
  ),
  SCHEMA_REGISTRY_TIMEOUT: seconds(
    { min: 0.1, max: 300 },
    5,
    'How long a request to the schema registry may take.',
  ),
  SCHEMA_REGISTRY_SCHEMAS: text(
    undefined,
    'A directory with schemas of your own: order_created.avsc, .proto or .json, and order_created.v1.avsc for a former version.',
    'a path',
  ),
  SCHEMA_REGISTRY_CATALOGUE: text(
    undefined,
    'The file with the schemas of former versions. Unset: foldmart.schemas.json, if it exists.',
    'a path',
  ),
};
