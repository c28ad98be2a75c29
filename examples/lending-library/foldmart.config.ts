import { defineConfig } from '@foldmart/composition';
import { library } from './src/library.js';
import { overdueLoans } from './src/overdue.js';

/** The domain for the `foldmart` command, with commands of its own: `foldmart lend dune ada`. */
export default defineConfig({
  domain: library,
  commands: (command) => [
    command({
      name: 'lend <book> <member>',
      summary: 'lend a book to a member',
      run: async (app, { book, member }) => {
        const { state } = await app.book(book).lend(member);
        return `${book} is lent to ${member} until ${state.loan?.due ?? 'now'}`;
      },
    }),
    command({
      name: 'give-back <book>',
      summary: 'take a book back',
      run: async (app, { book }) => (await app.book(book).giveBack()).events,
    }),
    command({
      name: 'reserve <book> <member>',
      summary: 'wait for a book that is lent',
      run: async (app, { book, member }) =>
        `${book} is reserved by ${(await app.book(book).reserve(member)).state.queue.join(', ')}`,
    }),
    command({
      name: 'overdue <today>',
      summary: 'list the loans that were due before a day, such as 2026-03-01',
      run: async (app, { today }) => {
        const overdue = [];
        for await (const loan of overdueLoans(app.rows, today)) overdue.push(loan);
        return overdue;
      },
    }),
  ],
});
