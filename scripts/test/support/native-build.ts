import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contextFiles } from './build-context.js';
import type { Instruction, Stage } from './dockerfile.js';

/** How stages are built without an engine. */
export interface NativeBuild {
  /** The folder that an engine would be given. */
  readonly context: string;
  readonly dockerignore: string;
  /** An empty folder; each stage gets a root in it. */
  readonly into: string;
  /** Does the work of a command in another way; false to run the very command. */
  readonly replace: (command: string, workingFolder: string) => boolean;
}

/** What an image would start. */
export interface NativeImage {
  readonly workingFolder: string;
  readonly user: string | undefined;
  readonly entrypoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs the very instructions of the stages in folders of this machine. Base images are this machine itself. */
export function buildNatively(stages: readonly Stage[], build: NativeBuild): NativeImage {
  const roots = new Map<string, string>();
  let image: NativeImage | undefined;
  stages.forEach((stage, index) => {
    const root = join(build.into, stage.name ?? String(index));
    mkdirSync(root);
    if (stage.name !== undefined) roots.set(stage.name, root);
    image = new NativeStage(root, roots, build).run(stage.instructions);
  });
  if (image === undefined) throw new Error('there is no stage');
  return image;
}

class NativeStage {
  readonly #root: string;
  readonly #roots: ReadonlyMap<string, string>;
  readonly #build: NativeBuild;
  readonly #environment: Record<string, string> = {};
  #workingFolder: string;
  #user: string | undefined;
  #entrypoint: readonly string[] = [];

  constructor(root: string, roots: ReadonlyMap<string, string>, build: NativeBuild) {
    this.#root = root;
    this.#workingFolder = root;
    this.#roots = roots;
    this.#build = build;
  }

  run(instructions: readonly Instruction[]): NativeImage {
    for (const instruction of instructions) this.#carryOut(instruction);
    return {
      workingFolder: this.#workingFolder,
      user: this.#user,
      entrypoint: this.#entrypoint,
      environment: this.#environment,
    };
  }

  #carryOut({ name, text }: Instruction): void {
    switch (name) {
      case 'WORKDIR':
        this.#workingFolder = join(this.#root, text);
        mkdirSync(this.#workingFolder, { recursive: true });
        return;
      case 'COPY':
        this.#copy(text.split(/\s+/));
        return;
      case 'RUN':
        this.#execute(text);
        return;
      case 'ENV':
        this.#set(text);
        return;
      case 'USER':
        this.#user = text;
        return;
      case 'ENTRYPOINT':
        this.#entrypoint = JSON.parse(text) as string[];
        return;
      case 'CMD':
        return;
    }
  }

  #copy(words: readonly string[]): void {
    const target = join(this.#workingFolder, words.at(-1) ?? '');
    const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
    if (from === undefined) {
      if (words[0] !== '.') throw new Error(`COPY ${words.join(' ')} is not known here`);
      this.#copyContext(target);
      return;
    }
    const source = join(this.#roots.get(from) ?? '', words[1] ?? '');
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  }

  #copyContext(target: string): void {
    const { context, dockerignore } = this.#build;
    for (const file of contextFiles(context, dockerignore)) {
      if (!lstatSync(join(context, file)).isFile()) continue;
      mkdirSync(dirname(join(target, file)), { recursive: true });
      cpSync(join(context, file), join(target, file));
    }
  }

  #execute(command: string): void {
    if (this.#build.replace(command, this.#workingFolder)) return;
    execFileSync('sh', ['-e', '-c', command], {
      cwd: this.#workingFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** A path of the image is a path below the root of the stage. */
  #set(text: string): void {
    for (const [, name = '', value = ''] of text.matchAll(/(\w+)=(\S+)/g)) {
      const path = process.env['PATH'] ?? '';
      this.#environment[name] = value.replace('$PATH', path).replace(/^\//, `${this.#root}/`);
    }
  }
}
