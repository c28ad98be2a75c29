import { withLag, type GroupLag, type Runtime } from '@foldmart/composition';
import { NotFoundError, type MemberDescription } from '@foldmart/core';
import type { GroupDetailsView, GroupMemberView, QueueView } from '../views/queue-view.js';
import { refusedByService } from '../routes/refused-by-service.js';
import { requireBus } from './require-bus.js';

/** A queue that many programs share can have thousands of names. */
const mostNames = 500;

/** The topics of the domain, and the names of everything else on the queue. */
export async function readQueue(runtime: Runtime): Promise<QueueView> {
  const { admin } = requireBus(runtime);
  const { topics, consumers } = runtime.domain;
  const names = topics.map(({ name }) => name);
  const [described, allTopics, allGroups] = await Promise.all([
    admin.describeTopics(names),
    admin.listTopics(),
    admin.listGroups(),
  ]);
  const own = new Set(names);
  const ownGroups = new Set(consumers.map(({ group }) => group));
  return {
    topics: names.map((name) => {
      const topic = described.find((each) => each.name === name);
      return {
        name,
        exists: topic !== undefined,
        partitions: topic?.partitions ?? null,
        replicationFactor: topic?.replicationFactor ?? null,
        retentionMs: topic?.retentionMs ?? null,
        groups: consumers.filter((each) => each.topic === name).map(({ group }) => group),
      };
    }),
    otherTopics: allTopics.filter((name) => !own.has(name)).slice(0, mostNames),
    otherGroups: allGroups.filter((name) => !ownGroups.has(name)).slice(0, mostNames),
  };
}

/** One group: its members, and where it is in each partition. Rejects with NotFoundError if there is none. */
export async function readGroup(runtime: Runtime, name: string): Promise<GroupDetailsView> {
  const { admin } = requireBus(runtime);
  const [group] = await refusedByService(
    admin.describeGroups([name]).then((found) => withLag(admin, found)),
  );
  if (group === undefined) throw new NotFoundError(`Group ${name}`);
  const isOwn = runtime.domain.consumers.some((each) => each.group === name);
  return { isOwn, ...detailsOf(group) };
}

function detailsOf({
  group,
  state,
  members,
  partitions,
}: GroupLag): Omit<GroupDetailsView, 'isOwn'> {
  return {
    group,
    state,
    members: members.map(memberView),
    partitions: partitions.map(({ topic, partition, committed, end, lag }) => ({
      topic,
      partition,
      committed,
      end,
      lag,
      member: holderOf(members, topic, partition),
    })),
  };
}

function memberView({ id, name, host, assignments }: MemberDescription): GroupMemberView {
  const held = assignments.filter(({ partitions }) => partitions.length > 0);
  return {
    id,
    name,
    host,
    holds: held.map(({ topic, partitions }) => `${topic}[${partitions.join(',')}]`),
  };
}

function holderOf(
  members: readonly MemberDescription[],
  topic: string,
  partition: number,
): string | null {
  const holder = members.find(({ assignments }) =>
    assignments.some((each) => each.topic === topic && each.partitions.includes(partition)),
  );
  return holder?.name ?? null;
}
