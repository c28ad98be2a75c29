import type { BodyFormat, Domain } from '@foldmart/core';
import { SettingsError } from '../settings/settings-error.js';
import type { SettingValues } from '../settings/read-values.js';

/**
 * The topics whose bodies a schema registry describes, by their names with the prefix.
 *
 * @throws SettingsError if a setting names a topic that the domain does not have.
 */
export function registryFormats(
  { SCHEMA_REGISTRY_FORMATS: said, TOPIC_PREFIX: prefix }: SettingValues,
  domain: Pick<Domain, 'registry' | 'topics'>,
): ReadonlyMap<string, Exclude<BodyFormat, 'json'>> {
  const names = topicNames(domain);
  const unknown = [...(said?.keys() ?? [])].find(
    (name) => name !== '*' && !names.includes(prefix + name),
  );
  if (unknown !== undefined)
    throw noTopic(
      unknown,
      names.map((name) => name.slice(prefix.length)),
    );
  const formats = new Map<string, Exclude<BodyFormat, 'json'>>();
  for (const name of names) {
    const stated = domain.topics.find((topic) => topic.name === name)?.format;
    const format: BodyFormat =
      said?.get(name.slice(prefix.length)) ?? said?.get('*') ?? stated ?? 'json';
    if (format !== 'json') formats.set(name, format);
  }
  return formats;
}

function topicNames({ registry, topics }: Pick<Domain, 'registry' | 'topics'>): readonly string[] {
  const ofEvents = registry.definitions.flatMap(({ topic }) => topic ?? []);
  return [...new Set([...ofEvents, ...topics.map(({ name }) => name)])];
}

function noTopic(name: string, known: readonly string[]): SettingsError {
  const problem = `the domain has no topic ${name}; its topics are ${known.join(', ')}`;
  return new SettingsError([{ name: 'SCHEMA_REGISTRY_FORMATS', value: name, problem }]);
}
