import {
  inSpan,
  type AnyDecider,
  type HandleOptions,
  type NamedDecider,
  type Subject,
  type Tracer,
} from '@foldmart/core';

type Send = (input: unknown, options?: HandleOptions) => Promise<unknown>;

/** The same subject. Each command has a span, and its events carry the trace. */
export function traceSubject<Decider extends AnyDecider>(
  subject: Subject<Decider>,
  { name, decider }: NamedDecider<Decider>,
  tracer: Tracer,
): Subject<Decider> {
  if (!tracer.isEnabled) return subject;
  const untraced = subject as Readonly<Record<string, Send>>;
  const commands = Object.keys(decider.commands as object).map((type) => {
    const send: Send = (input, options = {}) => {
      const start = { ...parentOf(options, tracer), attributes: attributesOf(name, type) };
      return inSpan(tracer, `handle ${name}.${type}`, start, async (span) => {
        const traceParent = span.carrier?.traceparent ?? options.traceParent;
        return untraced[type]?.(
          input,
          traceParent === undefined ? options : { ...options, traceParent },
        );
      });
    };
    return [type, send] as const;
  });
  return { ...subject, ...Object.fromEntries(commands) };
}

/** A trace that the caller names continues, unless its work is traced here already. */
function parentOf({ traceParent }: HandleOptions, tracer: Tracer) {
  if (traceParent === undefined || tracer.isActive()) return {};
  return { parent: { traceparent: traceParent } };
}

function attributesOf(decider: string, command: string) {
  return { 'foldmart.decider': decider, 'foldmart.command': command };
}
