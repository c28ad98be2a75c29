import { PortError } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { coloursFor } from '../../src/logging/colours.js';
import type { LogLevel } from '../../src/logging/log-level.js';
import { createTerminalLogger } from '../../src/logging/terminal-logger.js';

function logged(level: LogLevel, environment: Record<string, string> = { NO_COLOR: '1' }) {
  const written: string[] = [];
  const colours = coloursFor({ isTTY: true }, environment);
  const lines = { write: (text: string) => void written.push(text) };
  return {
    written,
    logger: createTerminalLogger(level, lines, { clock: new VirtualClock(), colours }),
  };
}

describe('the log on a terminal', () => {
  it('is a line with the time, the message, what the error says, and the fields', () => {
    const { written, logger } = logged('info');
    const error = new PortError({
      port: 'event-store',
      operation: 'ingest',
      reason: 'unavailable',
      message: 'nothing listens there',
    });
    logger.warn('a batch failed', { member: 'order_consumer_1', partition: 2, error });
    expect(written).toEqual([
      expect.stringMatching(
        /^\[\d\d:\d\d:\d\d\] a batch failed: nothing listens there \(member=order_consumer_1 partition=2\)\n$/,
      ),
    ]);
  });

  it('keeps to its level', () => {
    const { written, logger } = logged('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(written.join('')).toMatch(/^\[.{8}\] c\n\[.{8}\] d\n$/);
    const silent = logged('silent');
    silent.logger.error('e');
    expect(silent.written).toEqual([]);
  });

  it('shows no secret, and nothing that moves the cursor', () => {
    const { written, logger } = logged('info');
    logger.info('to\u001b[2J\nclear', {
      password: 'hidden',
      sasl: {},
      to: { url: 'hidden', port: 1 },
    });
    const text = written.join('');
    expect(text).toContain('to\\u001b[2J\\nclear');
    expect(text).not.toContain('hidden');
    expect(text.split('\n')).toHaveLength(2);
  });

  it('shows the stack of what may be a defect', () => {
    const { written, logger } = logged('info');
    logger.error('unexpected', { error: new TypeError('x is undefined') });
    expect(written.join('')).toMatch(/unexpected: x is undefined\n {4}at /);
  });

  it('is coloured on a terminal, and elsewhere only if FORCE_COLOR asks for it', () => {
    const { written, logger } = logged('info', {});
    logger.warn('look');
    expect(written.join('')).toContain('\u001b[33mlook\u001b[39m');
    const isColoured = (isTTY: boolean, environment: Record<string, string>): boolean =>
      coloursFor({ isTTY }, environment).isColorSupported;
    expect([
      isColoured(true, { NO_COLOR: '1' }),
      isColoured(true, { NO_COLOR: '' }),
      isColoured(true, { TERM: 'dumb' }),
      isColoured(false, {}),
      isColoured(false, { FORCE_COLOR: '1' }),
      isColoured(false, { FORCE_COLOR: '1', NO_COLOR: '1' }),
      isColoured(true, { FORCE_COLOR: '0' }),
    ]).toEqual([false, true, false, false, true, false, false]);
  });
});
