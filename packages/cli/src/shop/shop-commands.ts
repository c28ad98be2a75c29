import type { CommandOutline } from '../command-outline.js';
import { domainCommands } from '../domain-commands.js';
import { shopHelp } from './shop-help.js';

/** The commands of the shop, in the order of its help. */
export const shopCommands: readonly CommandOutline[] = [
  {
    name: 'start',
    hasOptions: true,
    summary: 'run the whole shop in this process: seed, cache worker, producer, consumers, grades',
    add: async (program) => {
      (await import('./commands/start.js')).addShopStartCommand(program);
    },
  },
  ...domainCommands.map(({ name, alias, hasOptions, summary, add }): CommandOutline => ({
    name,
    ...(alias === undefined ? {} : { alias }),
    hasOptions,
    summary: summary(shopHelp),
    add: async (program) => {
      const { runShopCommand } = await import('./shop-context.js');
      await add(program, runShopCommand, shopHelp);
    },
  })),
  {
    name: 'seed',
    hasOptions: true,
    summary: 'fill the store with users and products, once: running it again adds nothing',
    add: async (program) => {
      (await import('./commands/seed.js')).addSeedCommand(program);
    },
  },
  {
    name: 'produce',
    hasOptions: true,
    summary: 'publish orders, products and users until Ctrl+C',
    add: async (program) => {
      (await import('./commands/produce.js')).addProduceCommand(program);
    },
  },
  {
    name: 'scenarios',
    hasOptions: false,
    summary: 'list the scenarios of foldmart produce, and show one to be edited',
    add: async (program) => {
      (await import('./commands/scenarios.js')).addScenariosCommand(program);
    },
  },
  {
    name: 'rules',
    hasOptions: true,
    summary: 'print the rules of generated data, to be edited and used with --rules',
    add: async (program) => {
      (await import('./commands/rules.js')).addRulesCommand(program);
    },
  },
  {
    name: 'check',
    hasOptions: true,
    summary: 'compare the database with an answer key of foldmart produce',
    add: async (program) => {
      (await import('./commands/check.js')).addCheckCommand(program);
    },
  },
  {
    name: 'user-seeder',
    hasOptions: true,
    summary: 'publish new users until Ctrl+C',
    add: async (program) => {
      (await import('./commands/user-seeder.js')).addUserSeederCommand(program);
    },
  },
  {
    name: 'grade-updater',
    hasOptions: true,
    summary: "update customers' grades by what they bought, every GRADE_UPDATE_INTERVAL seconds",
    add: async (program) => {
      (await import('./commands/grade-updater.js')).addGradeUpdaterCommand(program);
    },
  },
  {
    name: 'coupon',
    hasOptions: false,
    summary: 'open, refill, close, reset and show campaigns',
    add: async (program) => {
      (await import('./commands/coupon.js')).addCouponCommand(program);
    },
  },
  {
    name: 'coupon-api',
    hasOptions: true,
    summary: 'accept coupon requests over HTTP, and report their outcomes',
    add: async (program) => {
      (await import('./commands/coupon-api.js')).addCouponApiCommand(program);
    },
  },
  {
    name: 'coupon-worker',
    hasOptions: true,
    summary: 'decide coupon requests in queue order; any number of workers can run',
    add: async (program) => {
      (await import('./commands/coupon-worker.js')).addCouponWorkerCommand(program);
    },
  },
  {
    name: 'rush',
    hasOptions: true,
    summary: 'race users for coupons against APIs and workers, and check the result',
    add: async (program) => {
      (await import('./commands/rush.js')).addRushCommand(program);
    },
  },
  {
    name: 'completion',
    args: '<shell>',
    hasOptions: false,
    summary: 'print a script that completes commands, options and values in a shell',
    add: async (program) => {
      const { shopConfig } = await import('@foldmart/composition/shop/config');
      const { createShopRoot } = await import('./shop-root.js');
      const { loadProgram } = await import('../lazy-program.js');
      const load = () => loadProgram(createShopRoot, shopCommands);
      const settings = Object.keys(shopConfig.settings ?? {});
      (await import('../commands/completion.js')).addCompletionCommand(program, load, settings);
    },
  },
  {
    name: 'reference',
    hasOptions: false,
    summary: 'print every command with its arguments and options as Markdown',
    add: async (program) => {
      const { createShopRoot } = await import('./shop-root.js');
      const { loadProgram } = await import('../lazy-program.js');
      const load = () => loadProgram(createShopRoot, shopCommands);
      (await import('../commands/reference.js')).addReferenceCommand(program, load);
    },
  },
  {
    name: 'settings',
    hasOptions: true,
    summary: 'list every setting with its valid values and its default',
    add: async (program) => {
      const { shopConfig } = await import('@foldmart/composition/shop/config');
      (await import('../commands/settings.js')).addSettingsCommand(program, shopConfig);
    },
  },
];
