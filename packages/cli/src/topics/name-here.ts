import type { CommandContext } from '../command-context.js';

/**
 * The name of a topic or group on this queue. A name of the domain, such as `orders`, gets TOPIC_PREFIX; any other name is
 * returned as it is, so that topics of other programs can be named too.
 */
export function nameHere(
  { settings, system }: Pick<CommandContext, 'settings' | 'system'>,
  name: string,
): string {
  const prefixed = settings.values.TOPIC_PREFIX + name;
  const { topics, consumers } = system.domain;
  const isOwn =
    topics.some((topic) => topic.name === prefixed) ||
    consumers.some(({ group }) => group === prefixed);
  return isOwn ? prefixed : name;
}

/** The options with the names that their group and topic have on this queue. */
export function withNamesHere<Options extends { readonly group?: string; readonly topic?: string }>(
  context: Pick<CommandContext, 'settings' | 'system'>,
  options: Options,
): Options {
  const { group, topic } = options;
  return {
    ...options,
    ...(group !== undefined && { group: nameHere(context, group) }),
    ...(topic !== undefined && { topic: nameHere(context, topic) }),
  };
}
