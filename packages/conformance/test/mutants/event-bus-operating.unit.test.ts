import { eventBusSuite } from '@foldmart/conformance';
import type { GroupDescription } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingAdmin, changingHandler } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that describes members by their ids',
    mutate: changingAdmin((admin) => ({
      describeGroups: async (names) =>
        (await admin.describeGroups(names)).map((group) => ({
          ...group,
          members: group.members.map((member) => ({ ...member, name: member.id })),
        })),
    })),
    caughtBy: [
      'a group is described with its members, by name, and with the partitions that each holds',
    ],
  },
  {
    what: 'a bus that gives every partition to the first member that it describes',
    mutate: changingAdmin((admin) => ({
      describeGroups: async (names) =>
        (await admin.describeGroups(names)).map((group) => ({
          ...group,
          members: group.members.map((member) => ({
            ...member,
            assignments: group.members[0]?.assignments ?? [],
          })),
        })),
    })),
    caughtBy: [
      'a group is described with its members, by name, and with the partitions that each holds',
      'a member that stands by is described without partitions',
    ],
  },
  {
    what: 'a bus that describes groups with members only',
    mutate: changingAdmin((admin) => ({
      describeGroups: async (names) =>
        (await admin.describeGroups(names)).filter(({ state }) => state !== 'empty'),
    })),
    caughtBy: [
      'a group whose members have left is empty, and keeps its topics',
      'groups are listed by name, described in the order asked for, and absent if they never existed',
      'a group that reads several topics is described over all of them',
    ],
  },
  {
    what: 'a bus that never forgets a member',
    mutate: changingAdmin((admin) => {
      let largest: readonly GroupDescription[] = [];
      return {
        describeGroups: async (names) => {
          const described = await admin.describeGroups(names);
          const isLarger = membersOf(described) >= membersOf(largest);
          if (isLarger) largest = described;
          return largest;
        },
      };
    }),
    caughtBy: ['a member that was killed is in its group until its session expires'],
  },
  {
    what: 'a bus that resets what a change leaves out',
    mutate: changingAdmin((admin) => ({
      alterTopics: (changes) =>
        admin.alterTopics(changes.map((change) => ({ retentionMs: 86_400_000, ...change }))),
    })),
    caughtBy: [
      'a change of a topic ends its drift, and keeps what it leaves out, and the messages',
    ],
  },
  {
    what: 'a bus that creates a topic again to change it',
    mutate: changingAdmin((admin) => ({
      alterTopics: async (changes) => {
        for (const change of changes) {
          const [before] = await admin.describeTopics([change.name]);
          await admin.alterTopics([change]);
          const [after] = await admin.describeTopics([change.name]);
          if (before === undefined || after === undefined) continue;
          await admin.deleteTopics([change.name]);
          const { name, partitions, retentionMs } = after;
          await admin.createTopics([
            {
              name,
              partitions,
              retentionMs: retentionMs ?? 1,
              replicationFactor: 1,
              minInsyncReplicas: 1,
              compression: 'none',
            },
          ]);
        }
      },
    })),
    caughtBy: [
      'a change of a topic ends its drift, and keeps what it leaves out, and the messages',
      'added partitions are used by those who come later, and earlier messages are kept',
    ],
  },
  {
    what: 'a bus that changes nothing',
    mutate: changingAdmin(() => ({ alterTopics: async () => undefined })),
    caughtBy: [
      'a change of a topic ends its drift, and keeps what it leaves out, and the messages',
      'added partitions are used by those who come later, and earlier messages are kept',
      'fewer partitions, and a change of a topic that does not exist, are rejected',
    ],
  },
  {
    what: 'a bus that skips what is in added partitions',
    mutate: changingHandler(
      (handler) => async (batch, context) =>
        batch.partition === 0 ? handler(batch, context) : undefined,
    ),
    caughtBy: [
      'added partitions are used by those who come later, and earlier messages are kept',
      'a group that has read a topic begins at the start of an added partition',
    ],
  },
  {
    what: 'a bus that commits what it reads',
    mutate: changingAdmin((admin) => ({
      read: async (topic, request) => {
        const page = await admin.read(topic, request);
        const target = { to: 'offset', offset: page.next } as const;
        for (const group of await admin.listGroups()) {
          await admin.resetOffsets(group, topic, target, request.partition);
        }
        return page;
      },
    })),
    caughtBy: ['reading commits nothing and creates no group'],
  },
  {
    what: 'a bus that reads one message too many',
    mutate: changingAdmin((admin) => ({
      read: (topic, request) => admin.read(topic, { ...request, limit: request.limit + 1 }),
    })),
    caughtBy: ['a page has at most as many messages as asked for, and says where to continue'],
  },
  {
    what: 'a bus that loses headers in reading',
    mutate: changingAdmin((admin) => ({
      read: async (topic, request) => {
        const page = await admin.read(topic, request);
        return { ...page, messages: page.messages.map((each) => ({ ...each, headers: {} })) };
      },
    })),
    caughtBy: ['a topic is read without a group: key, body, headers and coordinates, in order'],
  },
  {
    what: 'a bus that finds the end for every time',
    mutate: changingAdmin((admin) => ({
      findOffsets: (topic, target) =>
        admin.findOffsets(topic, target.to === 'time' ? { to: 'latest' } : target),
    })),
    caughtBy: ['offsets are found: the first kept, the end, and the first of a time'],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

function membersOf(groups: readonly GroupDescription[]): number {
  return groups.flatMap(({ members }) => members).length;
}
