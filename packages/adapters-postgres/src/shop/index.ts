export { postgresShop } from './postgres-shop.js';
