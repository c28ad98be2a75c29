import type { BatchHandler, MessageBatch, SubscribeOptions, Subscription } from '@foldmart/core';
import type { BusInstance, EventBusHarness } from '../harness.js';
import { BusScene, topicSpec } from './bus-scene.js';
import { numbered, textOf } from './numbered-messages.js';
import { Recording } from './recording.js';

const formerKeys = keysOf('former');
const newKeys = keysOf('new');

/** A member, and what its observer was told about its topic. */
export interface TopicFollower {
  readonly instance: BusInstance;
  readonly subscription: Subscription;
  readonly changes: readonly ('deleted' | 'recreated')[];
  /** Whether its subscription has ended. */
  readonly hasEnded: () => boolean;
}

/** How a follower joins; by default in a process of its own. */
export interface FollowOptions extends Partial<Pick<SubscribeOptions, 'startFrom'>> {
  readonly instance?: BusInstance;
  readonly work?: BatchHandler;
}

/**
 * A topic that is deleted and created again: its messages in either life have bodies of their own, and what a group
 * was handed is recorded for each life.
 */
export class TopicLives {
  readonly scene: BusScene;
  readonly former: Recording;
  readonly renewed: Recording;
  readonly #partitions: number;

  private constructor(scene: BusScene, partitions: number) {
    this.scene = scene;
    this.#partitions = partitions;
    this.former = new Recording(scene.topic);
    this.renewed = new Recording(scene.topic);
  }

  static async open(harness: EventBusHarness, partitions: number): Promise<TopicLives> {
    return new TopicLives(await BusScene.open(harness, partitions), partitions);
  }

  async follow(name: string, options: FollowOptions = {}): Promise<TopicFollower> {
    const { topic, group, harness } = this.scene;
    const { instance = await harness.open(), work, startFrom = 'earliest' } = options;
    const changes: ('deleted' | 'recreated')[] = [];
    const observer = { topicChanged: (change: 'deleted' | 'recreated') => changes.push(change) };
    const subscription = await instance.bus.subscribe(
      { topic, group, member: name, startFrom, observer },
      this.#handler(name, work),
    );
    let hasEnded = false;
    const end = (): boolean => (hasEnded = true);
    subscription.ended.then(end, end);
    return { instance, subscription, changes, hasEnded: () => hasEnded };
  }

  /** Publishes messages of the former life. Returns their bodies. */
  publishFormer(count: number): Promise<readonly string[]> {
    return this.#publish(count, formerKeys);
  }

  /** Publishes messages of the new life. Returns their bodies. */
  publishNew(count: number): Promise<readonly string[]> {
    return this.#publish(count, newKeys);
  }

  async delete(): Promise<void> {
    await this.scene.bus.admin.deleteTopics([this.scene.topic]);
  }

  async create(): Promise<void> {
    const { harness, topic, bus } = this.scene;
    await bus.admin.createTopics([topicSpec(harness, topic, this.#partitions)]);
  }

  /** The messages of the topic that the group has not committed. */
  async lag(): Promise<number> {
    const lags = await this.scene.bus.admin.lag(this.scene.group, this.scene.topic);
    return lags.reduce((sum, { lag }) => sum + lag, 0);
  }

  /** Waits until all of these followers were told of the change. */
  async waitForChange(
    change: 'deleted' | 'recreated',
    followers: readonly TopicFollower[],
  ): Promise<void> {
    await this.scene.waitFor(
      `every member reports: ${change}`,
      () => followers.every(({ changes }) => changes.includes(change)),
      () => followers.map(({ changes }) => changes),
    );
  }

  async #publish(count: number, keys: readonly string[]): Promise<readonly string[]> {
    const messages = numbered(count, keys);
    await this.scene.publish(messages);
    return messages.map(({ value }) => value);
  }

  #handler(name: string, work: BatchHandler | undefined): BatchHandler {
    const ofFormer = this.former.handler(name, work);
    const ofNew = this.renewed.handler(name, work);
    return (batch, context) =>
      isOfNewTopic(batch) ? ofNew(batch, context) : ofFormer(batch, context);
  }
}

/** Whether the messages of a batch were published in the new life of the topic. */
export function isOfNewTopic({ messages }: MessageBatch): boolean {
  return messages.some((message) => textOf(message).startsWith('new-'));
}

/** Enough keys that every partition of a small topic has several. */
function keysOf(life: string): readonly string[] {
  return Array.from({ length: 24 }, (_, index) => `${life}-${index}`);
}
