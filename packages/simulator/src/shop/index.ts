export { shopWorld } from './shop-world.js';
