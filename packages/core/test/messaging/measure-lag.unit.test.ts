import { measureLag, type PartitionLag } from '@foldmart/core';
import { expect, it } from 'vitest';

it('measures each group on each topic once, and adds up', async () => {
  const asked: string[] = [];
  const admin = {
    lag: async (group: string, topic: string): Promise<readonly PartitionLag[]> => {
      asked.push(`${group} on ${topic}`);
      return [3, 4].map((lag, partition) => ({
        group,
        topic,
        partition,
        committed: '0',
        end: String(lag),
        lag,
      }));
    },
  };
  const pairs = [
    { group: 'a', topic: 't' },
    { group: 'a', topic: 'u' },
    { group: 'b', topic: 't' },
    { group: 'a', topic: 't' },
  ];
  const { partitions, total } = await measureLag(admin, pairs);
  expect(asked).toEqual(['a on t', 'a on u', 'b on t']);
  expect(partitions.map(({ group, topic, partition }) => [group, topic, partition])).toEqual([
    ['a', 't', 0],
    ['a', 't', 1],
    ['a', 'u', 0],
    ['a', 'u', 1],
    ['b', 't', 0],
    ['b', 't', 1],
  ]);
  expect(total).toBe(21);
  expect(await measureLag(admin, [])).toEqual({ partitions: [], total: 0 });
});
