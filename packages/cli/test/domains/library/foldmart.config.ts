import { defineConfig, setting } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { book } from './book.js';
import { loans, readers } from './projections.js';

const days = { min: 1, max: 90 };

export default defineConfig({
  domain: defineDomain({ name: 'library', deciders: { book }, projections: [loans, readers] }),
  settings: { LOAN_DAYS: setting.whole(days, 28, 'How long a book is lent.') },
  commands: (command) => [
    command({
      name: 'lend <title> <member>',
      summary: 'lend a book to a member',
      options: { short: setting.flag(false, 'for a week only') },
      run: async (app, { title, member, short }) => {
        const { LOAN_DAYS } = app.settings.values;
        await app.book(title).lend({ member, days: short ? 7 : LOAN_DAYS });
        return `${title} is lent to ${member}`;
      },
    }),
    command({
      name: 'return <title>',
      summary: 'take a book back',
      run: async (app, { title }) => {
        const { state } = await app.book(title).giveBack();
        return state;
      },
    }),
  ],
});
