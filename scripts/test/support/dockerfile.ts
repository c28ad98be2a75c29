/** An instruction of a Dockerfile, with continued lines joined. */
export interface Instruction {
  readonly name: 'ENV' | 'WORKDIR' | 'COPY' | 'RUN' | 'USER' | 'ENTRYPOINT' | 'CMD';
  readonly text: string;
}

/** A stage of a Dockerfile. */
export interface Stage {
  readonly base: string;
  /** What other stages copy from; the last stage often has none. */
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

const known = new Set(['ENV', 'WORKDIR', 'COPY', 'RUN', 'USER', 'ENTRYPOINT', 'CMD']);

/** Reads the stages of a Dockerfile. Throws if it has an instruction that is not known here. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.+)$/.exec(line.trim()) ?? [];
    if (name === 'FROM') {
      const [base = '', , stage] = rest.split(/\s+/);
      stages.push({ base, name: stage, instructions: [] });
    } else if (known.has(name)) {
      stages.at(-1)?.instructions.push({ name: name as Instruction['name'], text: rest });
    } else if (line.trim() !== '' && !line.startsWith('#')) {
      throw new Error(`an instruction that is not known here: ${line}`);
    }
  }
  return stages;
}
