import type { AuditReader, AuditView } from '@foldmart/core';
import { MemoryAuditView } from './memory-audit-view.js';
import type { DatabaseSession } from '../database/database-session.js';

/** Consistent views of a memory database. */
export class MemoryAuditReader implements AuditReader {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  async audit<Result>(work: (view: AuditView) => Promise<Result>): Promise<Result> {
    const view = await this.#session.read(
      'audit-reader',
      'audit',
      () => new MemoryAuditView(this.#session),
    );
    try {
      return await work(view);
    } finally {
      view.end();
    }
  }
}
