import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { MemberInstructions, MemberOrder, MemberReport } from './member-messages.js';

/** A batch that a process was handed. Times are monotonic milliseconds; absent for what has not happened. */
export interface ProcessBatch {
  readonly member: string;
  readonly partition: number;
  readonly bodies: readonly string[];
  readonly beganAtMs: number;
  abortedAtMs?: number;
  endedAtMs?: number;
}

/** How a program is started. */
export interface MemberProgram {
  /** The path of a module that calls `runMember`. */
  readonly path: string;
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A member in a process of its own, which takes signals. */
export class MemberProcess {
  readonly name: string;
  readonly batches: ProcessBatch[] = [];
  /** The partitions that it holds; undefined until it has joined. */
  holds: readonly number[] | undefined;
  #errors = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  constructor({ path, environment = {} }: MemberProgram, instructions: MemberInstructions) {
    this.name = instructions.member;
    this.#child = fork(path, [JSON.stringify(instructions)], {
      env: { ...process.env, ...environment },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#exit = once(this.#child, 'exit');
    this.#child.on('message', (message: MemberReport) => this.#note(message));
    this.#child.stderr?.on('data', (text: Buffer) => (this.#errors += text.toString()));
  }

  /** What the process wrote to stderr; empty unless its program is broken. */
  get errors(): string {
    return this.#errors;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Batches whose handler has not ended. */
  get open(): readonly ProcessBatch[] {
    return this.batches.filter(({ endedAtMs }) => endedAtMs === undefined);
  }

  get bodies(): readonly string[] {
    return this.batches.flatMap(({ bodies }) => bodies);
  }

  stop(): void {
    this.#child.kill('SIGSTOP');
  }

  proceed(): void {
    this.#child.kill('SIGCONT');
  }

  /** Lets its handlers end, those in hand and all later ones. */
  release(): void {
    this.#order('release');
  }

  /** Closes its bus and ends the process. */
  async close(): Promise<void> {
    this.#order('close');
    await this.#exit;
  }

  async kill(): Promise<void> {
    if (this.hasEnded) return;
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  #order(order: MemberOrder): void {
    this.#child.send(order);
  }

  #note(message: MemberReport): void {
    if (message.kind === 'holds') this.holds = message.partitions;
    else if (message.kind === 'begins') {
      const { partition, bodies, atMs } = message;
      this.batches.push({ member: this.name, partition, bodies, beganAtMs: atMs });
    } else {
      const batch = this.batches[message.batch - 1];
      if (batch === undefined) return;
      batch[message.kind === 'ends' ? 'endedAtMs' : 'abortedAtMs'] = message.atMs;
    }
  }
}
