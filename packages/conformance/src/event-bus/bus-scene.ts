import type {
  BatchHandler,
  EventBus,
  OutgoingMessage,
  SubscribeOptions,
  Subscription,
  TopicSpec,
} from '@foldmart/core';
import type { BusInstance, BusInstanceOptions, EventBusHarness } from '../harness.js';
import { waitUntil } from '../waiting.js';
import { Recording } from './recording.js';

/** A member of the scene's group. */
export interface Member {
  readonly name: string;
  readonly instance: BusInstance;
  readonly subscription: Subscription;
}

/** How a member joins; by default in a process of its own. */
export interface JoinOptions extends Partial<Omit<SubscribeOptions, 'topic' | 'member'>> {
  readonly instance?: BusInstance;
  readonly instanceOptions?: BusInstanceOptions;
  readonly work?: BatchHandler;
  /** Records the batches of the member; default: the recording of the scene. */
  readonly recording?: Recording;
}

/** Short delays, so that a case with deliberate failures ends soon. */
const soon = { firstDelayMs: 10, longestDelayMs: 50 } as const;

/** The shortest session with which real transports do not lose members on a busy machine. */
export const shortSession: BusInstanceOptions = { sessionTimeoutMs: 2_000, retry: soon };

/** A topic of its own, a publisher, a group, and a recording of what the group was handed. */
export class BusScene {
  readonly harness: EventBusHarness;
  readonly topic: string;
  readonly group: string;
  readonly publisher: BusInstance;
  readonly recording: Recording;

  private constructor(harness: EventBusHarness, topic: string, publisher: BusInstance) {
    this.harness = harness;
    this.topic = topic;
    this.group = harness.uniqueName('group');
    this.publisher = publisher;
    this.recording = new Recording(topic);
  }

  static async open(harness: EventBusHarness, partitions = 3): Promise<BusScene> {
    const publisher = await harness.open({ retry: soon });
    const topic = harness.uniqueName('topic');
    await publisher.bus.admin.createTopics([topicSpec(harness, topic, partitions)]);
    return new BusScene(harness, topic, publisher);
  }

  get bus(): EventBus {
    return this.publisher.bus;
  }

  async publish(messages: readonly OutgoingMessage[]): Promise<void> {
    await this.bus.publish(this.topic, messages);
  }

  async join(name: string, options: JoinOptions = {}): Promise<Member> {
    const { instance, instanceOptions, work, recording = this.recording, ...subscribe } = options;
    const own = instance ?? (await this.harness.open(instanceOptions ?? { retry: soon }));
    const subscription = await own.bus.subscribe(
      { topic: this.topic, group: this.group, member: name, ...subscribe },
      recording.handler(name, work),
    );
    return { name, instance: own, subscription };
  }

  /** Waits until the members hold all partitions of the topic, in shares of these sizes. */
  async waitForShares(members: readonly Member[], shares: readonly number[]): Promise<void> {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const held = (): readonly (readonly number[])[] =>
      members.map(({ subscription }) => subscription.assignments());
    await waitUntil(
      this.harness.clock,
      `the members hold ${shares.join(' + ')} partitions`,
      () => {
        const sizes = held().map((partitions) => partitions.length);
        const distinct = new Set(held().flat()).size;
        return distinct === total && sizes.sort(descending).join() === shares.join();
      },
      { seen: held },
    );
  }

  /** Waits until at least `count` messages were delivered. */
  async waitForDeliveries(count: number, recording = this.recording): Promise<void> {
    await this.waitFor(
      `${count} messages are delivered`,
      () => recording.bodies.length >= count,
      () => recording.bodies.length,
    );
  }

  /** Waits until all these bodies were delivered and their batches have ended. */
  async waitForBodies(bodies: readonly string[], recording = this.recording): Promise<void> {
    await this.waitFor(
      `${bodies.length} messages are handled`,
      () => recording.open.length === 0 && new Set(recording.bodies).size >= bodies.length,
      () => new Set(recording.bodies).size,
    );
  }

  /** Waits until the group has committed everything. */
  async waitForCommit(group = this.group): Promise<void> {
    let lags: readonly number[] = [];
    await this.waitFor(
      'the group has committed everything',
      async () => {
        lags = (await this.bus.admin.lag(group, this.topic)).map(({ lag }) => lag);
        return lags.every((lag) => lag === 0);
      },
      () => lags,
    );
  }

  async waitFor(
    what: string,
    isTrue: () => boolean | Promise<boolean>,
    seen?: () => unknown,
  ): Promise<void> {
    await waitUntil(this.harness.clock, what, isTrue, seen === undefined ? {} : { seen });
  }
}

/** The specification of a topic for a case. */
export function topicSpec(
  { topicSettings }: EventBusHarness,
  name: string,
  partitions: number,
): TopicSpec {
  return {
    name,
    partitions,
    replicationFactor: 3,
    minInsyncReplicas: 2,
    compression: 'none',
    retentionMs: 7 * 24 * 3_600_000,
    ...topicSettings,
  };
}

function descending(one: number, other: number): number {
  return other - one;
}
