export { memoryShop } from './memory-shop.js';
