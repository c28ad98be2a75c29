import type { Logger } from '@foldmart/core';

/** A logger that records its lines: `warn: a message`. */
export function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return {
    lines,
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  };
}

/** A logger that records its lines without their level, and their fields. */
export function fieldsLogger(): Logger & { readonly lines: (readonly [string, object])[] } {
  const lines: (readonly [string, object])[] = [];
  const keep: Logger['info'] = (message, fields = {}) => void lines.push([message, fields]);
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}
