import type { Migration } from './migration.js';

/** Steps are recorded by module; those of the library under `foldmart`. */
export const modules: Migration = {
  version: 7,
  name: 'modules',
  statements: ({ migrations }) => [
    `ALTER TABLE ${migrations}
      ADD COLUMN module text COLLATE "C" NOT NULL DEFAULT 'foldmart',
      DROP CONSTRAINT foldmart_migrations_pkey,
      ADD CONSTRAINT foldmart_migrations_pkey PRIMARY KEY (module, version)`,
  ],
};
