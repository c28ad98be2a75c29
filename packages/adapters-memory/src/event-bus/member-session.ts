import {
  AssignmentReports,
  closeDeadlineMs,
  DeliveryAttempts,
  guardedObserver,
  HandlerSlots,
  settlesWithin,
  TopicWatch,
  type BatchHandler,
  type Cancel,
  type Clock,
  type CloseOptions,
  type DeliveryContext,
  type Logger,
  type Random,
  type SubscribeOptions,
  type Subscription,
} from '@foldmart/core';
import type { Breather } from '../process/breather.js';
import { never } from '../process/never.js';
import type { MemoryEventBusSettings } from '../options.js';
import type { ConsumerGroup, PartitionGrant } from './consumer-group.js';
import type { MemoryBroker } from './memory-broker.js';
import type { MemoryTopic } from './memory-topic.js';
import { PartitionWorker } from './partition-worker.js';

/** Dependencies that the sessions of one process share. */
export interface SessionContext {
  readonly broker: MemoryBroker;
  readonly settings: MemoryEventBusSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly breather: Breather;
}

interface WorkerAtWork {
  readonly worker: PartitionWorker;
  readonly ended: Promise<void>;
}

/** One member of a group: sends heartbeats, and runs a worker for each partition that it is granted. */
export class MemberSession implements Subscription {
  readonly member: string;
  readonly ended: Promise<void>;
  readonly #context: SessionContext;
  readonly #options: SubscribeOptions;
  readonly #group: ConsumerGroup;
  readonly #delivery: DeliveryContext;
  readonly #assignments: AssignmentReports;
  readonly #topic: TopicWatch;
  readonly #workers = new Map<number, WorkerAtWork>();
  #id = '';
  #state: 'working' | 'closing' | 'ended' | 'dead' = 'working';
  #cancelHeartbeat: Cancel = () => undefined;
  #isReconciling = false;
  #closing: Promise<void> | undefined;
  #resolveEnded: () => void = () => undefined;

  constructor(
    context: SessionContext,
    topic: MemoryTopic,
    options: SubscribeOptions,
    handler: BatchHandler,
  ) {
    this.member = options.member;
    this.#context = context;
    this.#options = options;
    this.#group = context.broker.group(options.group, topic);
    this.#delivery = deliveryOf(context, options, handler);
    this.#topic = new TopicWatch(options, this.#delivery);
    this.#assignments = new AssignmentReports(this.#delivery.observer);
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.#join();
    this.#beatLater();
  }

  assignments(): readonly number[] {
    return [...this.#workers.keys()].sort((one, other) => one - other);
  }

  async close(options?: CloseOptions): Promise<void> {
    if (this.#state === 'dead') return never();
    const deadlineMs = closeDeadlineMs(options, this.#context.settings.closeDeadlineMs);
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  /** Ends as its process would: without leaving the group. */
  crash(): void {
    this.#state = 'dead';
    this.#cancelHeartbeat();
    for (const { worker } of this.#workers.values()) worker.die();
  }

  #join(): void {
    const { broker, settings } = this.#context;
    this.#id = broker.nextMemberId(this.member);
    this.#group.join({
      id: this.#id,
      name: this.member,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      startFrom: this.#options.startFrom ?? 'earliest',
      changed: () => this.#reconcileSoon(),
      lost: (loss) => this.#delivery.observer.lost?.(loss),
      recreated: () => this.#topic.recreated(),
    });
    this.#lookAtTopic();
    this.#reconcileSoon();
  }

  #beatLater(): void {
    const { clock, settings } = this.#context;
    const delayMs = Math.min(settings.heartbeatIntervalMs, settings.sessionTimeoutMs / 3);
    this.#cancelHeartbeat = clock.schedule(delayMs, () => {
      this.#beatLater();
      this.#lookAtTopic();
      if (!this.#group.heartbeat(this.#id)) this.#rejoin();
    });
  }

  #lookAtTopic(): void {
    const { topicId } = this.#group;
    if (topicId === undefined) this.#topic.missing();
    else this.#topic.found(topicId);
  }

  /** The group has removed this member: its partitions belong to others now. */
  #rejoin(): void {
    this.#context.logger.warn('a member was removed from its group and joins again', {
      member: this.member,
      group: this.#options.group,
      topic: this.#options.topic,
    });
    for (const { worker } of this.#workers.values()) this.#giveUp(worker);
    this.#assignments.report(this.assignments());
    if (this.#state === 'working') this.#join();
  }

  /** Scheduled by the clock, because a stopped process learns nothing. */
  #reconcileSoon(): void {
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    this.#context.clock.schedule(0, () => {
      this.#isReconciling = false;
      if (this.#state === 'working' || this.#state === 'closing') this.#reconcile();
    });
  }

  #reconcile(): void {
    this.#lookAtTopic();
    const grants = this.#group.grantsOf(this.#id);
    for (const { worker } of this.#workers.values()) this.#adjust(worker, grants);
    for (const [partition, { epoch, isWanted }] of grants) {
      if (this.#workers.has(partition)) continue;
      if (isWanted) this.#start(partition, epoch);
      else this.#group.release(this.#id, partition, epoch);
    }
    this.#assignments.report(this.assignments());
  }

  #adjust(worker: PartitionWorker, grants: ReadonlyMap<number, PartitionGrant>): void {
    const grant = grants.get(worker.partition);
    if (grant?.epoch !== worker.epoch) this.#giveUp(worker);
    else if (!grant.isWanted) worker.stop();
  }

  #giveUp(worker: PartitionWorker): void {
    this.#workers.delete(worker.partition);
    worker.lose();
  }

  #start(partition: number, epoch: number): void {
    const worker = this.#worker(partition, epoch);
    if (worker === undefined) return;
    const ended = worker.run().then(() => this.#finished(worker));
    this.#workers.set(partition, { worker, ended });
  }

  #worker(partition: number, epoch: number): PartitionWorker | undefined {
    const { settings, breather } = this.#context;
    const state = this.#group.partitions[partition];
    if (state === undefined) return undefined;
    const id = this.#id;
    return new PartitionWorker({
      topic: this.#options.topic,
      topicId: this.#group.topicId ?? '',
      partition,
      epoch,
      log: state.log,
      position: state.position,
      maxBatchMessages: this.#options.maxBatchMessages ?? settings.maxBatchMessages,
      delivery: this.#delivery,
      breather,
      commit: (nextOffset) => this.#commit(id, partition, epoch, nextOffset),
    });
  }

  #commit(id: string, partition: number, epoch: number, nextOffset: number): boolean {
    if (!this.#group.commit(id, partition, epoch, nextOffset)) return false;
    this.#context.broker.space.admitWaiting();
    return true;
  }

  /** Releases the partition, unless it has another owner already. */
  #finished(worker: PartitionWorker): void {
    if (this.#workers.get(worker.partition)?.worker !== worker) return;
    this.#workers.delete(worker.partition);
    this.#assignments.report(this.assignments());
    this.#group.release(this.#id, worker.partition, worker.epoch);
  }

  async #close(deadlineMs: number): Promise<void> {
    this.#state = 'closing';
    this.#group.beginLeaving(this.#id);
    const atWork = [...this.#workers.values()];
    for (const { worker } of atWork) worker.stop();
    const inFlight = Promise.all(atWork.map(({ ended }) => ended));
    await settlesWithin(this.#context.clock, deadlineMs, inFlight);
    for (const { worker } of this.#workers.values()) this.#giveUp(worker);
    this.#cancelHeartbeat();
    this.#group.leave(this.#id);
    this.#state = 'ended';
    this.#resolveEnded();
  }
}

function deliveryOf(
  { settings, clock, random, logger }: SessionContext,
  { observer, member, maxConcurrentPartitions = Number.POSITIVE_INFINITY }: SubscribeOptions,
  handler: BatchHandler,
): DeliveryContext {
  return {
    handler,
    observer: guardedObserver(observer, { logger, member }),
    slots: new HandlerSlots(maxConcurrentPartitions),
    attempts: new DeliveryAttempts(),
    retry: settings.retry,
    clock,
    random,
    logger,
  };
}
