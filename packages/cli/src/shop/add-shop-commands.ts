import type { Command } from 'commander';
import { addCouponCommand } from './commands/coupon.js';
import { addCouponApiCommand } from './commands/coupon-api.js';
import { addCouponWorkerCommand } from './commands/coupon-worker.js';
import { addGradeUpdaterCommand } from './commands/grade-updater.js';
import { addProduceCommand } from './commands/produce.js';
import { addRushCommand } from './commands/rush.js';
import { addSeedCommand } from './commands/seed.js';
import { addUserSeederCommand } from './commands/user-seeder.js';

/** Adds the commands that only the shop has. */
export function addShopCommands(program: Command): void {
  addSeedCommand(program);
  addProduceCommand(program);
  addUserSeederCommand(program);
  addGradeUpdaterCommand(program);
  addCouponCommand(program);
  addCouponApiCommand(program);
  addCouponWorkerCommand(program);
  addRushCommand(program);
}
