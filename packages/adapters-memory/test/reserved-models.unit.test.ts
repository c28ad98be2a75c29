import { describe, expect, it } from 'vitest';
import { createMemoryDatabase } from '@foldmart/adapters-memory';
import type { Projection } from '@foldmart/core';
import { couponModels } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';

describe('the rows of the coupon ledger', () => {
  it.each(couponModels.models.map(({ name }) => name))(
    'are written by no projection: %s',
    (name) => {
      const model = { name, key: ['id'], columns: { id: 'text' } } as const;
      const projection: Projection = {
        name: 'counting',
        version: 1,
        mode: 'inline',
        models: [model],
        handles: ['counted'],
        project: () => [],
      };
      const open = () => createMemoryDatabase({}, { clock: realClock, projections: [projection] });
      expect(open).toThrow(`cannot be named ${name}`);
    },
  );
});
