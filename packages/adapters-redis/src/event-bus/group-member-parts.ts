import type { BatchHandler, SubscribeOptions } from '@foldmart/core';
import type { RedisDependencies } from '../dependencies.js';
import type { RedisOptions } from '../options.js';
import type { RedisConnection } from '../redis-connection.js';
import type { TopicDirectory } from './topic-directory.js';

/** What a member is connected to, and what it works for. */
export interface GroupMemberParts {
  readonly subscribe: SubscribeOptions;
  readonly handler: BatchHandler;
  readonly options: RedisOptions['bus'];
  readonly dependencies: RedisDependencies;
  readonly commands: RedisConnection;
  /** A connection of its own, for blocking reads. */
  readonly reading: RedisConnection;
  readonly directory: TopicDirectory;
}
