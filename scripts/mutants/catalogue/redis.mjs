/** @type {readonly import('../mutant.mjs').Mutant[]} */
export const redis = [
  {
    name: 'redis-commit-unfenced',
    breaks: 'on Redis, a member that lost its lease can still commit',
    edits: [
      {
        file: 'packages/adapters-redis/src/scripts/commit-position.ts',
        find: "if redis.call('HGET', KEYS[1], 'lease:' .. ARGV[1]) ~= ARGV[2] .. ' ' .. ARGV[3] then",
        replace: 'if false then',
      },
    ],
    tests: [
      'packages/adapters-redis/test/fencing.int.test.ts',
      'packages/adapters-redis/test/event-bus.conformance.int.test.ts',
    ],
  },
  {
    name: 'redis-swap-in-two-steps',
    breaks: 'the set in Redis is removed first and then replaced',
    edits: [
      {
        file: 'packages/adapters-redis/src/entity-cache/redis-entity-cache.ts',
        find: "const outcome = await this.#connection.runScript(\n      'replaceAll',",
        replace:
          "await this.#connection.run('replaceAll', (redis) => redis.unlink(keys.entities, keys.ids));\n    const outcome = await this.#connection.runScript(\n      'replaceAll',",
      },
    ],
    tests: [
      'packages/adapters-redis/test/entity-cache.int.test.ts',
      'packages/adapters-redis/test/entity-cache.conformance.int.test.ts',
    ],
  },
  {
    name: 'redis-swap-without-ticket',
    breaks: 'the swap in Redis does not check its ticket',
    edits: [
      {
        file: 'packages/adapters-redis/src/scripts/swap-entities.ts',
        find: 'if used and tonumber(used) > tonumber(ARGV[1]) then',
        replace: 'if used and false then',
      },
    ],
    tests: [
      'packages/adapters-redis/test/entity-cache.int.test.ts',
      'packages/adapters-redis/test/entity-cache.conformance.int.test.ts',
    ],
  },
  {
    name: 'redis-failed-flight-overtaken',
    breaks: 'on Redis, what waits behind a failed publish is sent all the same',
    edits: [
      {
        file: 'packages/adapters-redis/src/event-bus/publish-queue.ts',
        find: '      } catch (error) {\n        this.fail(error);',
        replace: '      } catch (error) {\n        this.#calls.shift()?.reject(error);',
      },
    ],
    tests: ['packages/adapters-redis/test/publish-queue.prop.test.ts'],
  },
];
