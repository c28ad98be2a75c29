import { describe, expect, it } from 'vitest';
import { assertModulesFit, openModules, type Projection, type StoreModule } from '@foldmart/core';

const stock: StoreModule<{ readonly left: number }> = { name: 'stock', tables: ['shelves'] };
const fees: StoreModule<string> = { name: 'fees', tables: ['fee_rules', 'fee_debts'] };

function projectionOf(model: string): Projection {
  return {
    name: 'counting',
    version: 1,
    mode: 'inline',
    models: [{ name: model, key: ['id'], columns: { id: 'text' } }],
    handles: [],
    project: () => [],
  };
}

describe('modules of a store', () => {
  it('fit if names and tables are their own', () => {
    expect(() => assertModulesFit([stock, fees], [projectionOf('shelf')])).not.toThrow();
  });

  it.each([
    ['two modules of one name', [stock, { ...fees, name: 'stock' }], [], 'two modules named stock'],
    [
      'two modules with one table',
      [stock, { ...fees, tables: ['shelves'] }],
      [],
      'Table shelves belongs to module stock and to module fees.',
    ],
    [
      'a read model with the name of a table',
      [stock, fees],
      [projectionOf('fee_debts')],
      'A read model cannot be named fee_debts: that table belongs to module fees.',
    ],
  ])('are refused: %s', (_what, modules, projections, message) => {
    expect(() => assertModulesFit(modules, projections)).toThrow(RangeError);
    expect(() => assertModulesFit(modules, projections)).toThrow(message);
  });

  it('give their ports by name, whatever object stands for the module', () => {
    const module = openModules([stock, fees], ({ name }) =>
      name === 'stock' ? { left: 3 } : name,
    );
    expect(module(stock).left).toBe(3);
    expect(module({ ...stock }).left).toBe(3);
    expect(module(fees)).toBe('fees');
  });

  it('are not found if the database was opened without them', () => {
    const module = openModules([stock], () => ({ left: 3 }));
    expect(() => module(fees)).toThrow('The database was opened without module fees.');
  });
});
