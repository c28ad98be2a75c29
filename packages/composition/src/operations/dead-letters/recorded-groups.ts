import type { Domain, MessageSource } from '@foldmart/core';

/** Whether a consumer of the domain records the messages of a group and topic in the log. Others have a handler of their own. */
export function isRecordedBy(
  { consumers }: Pick<Domain, 'consumers'>,
  source: Pick<MessageSource, 'group' | 'topic'>,
): boolean {
  return consumers.some(({ group, topic }) => group === source.group && topic === source.topic);
}
