export { wrapMethods, type Method } from './wrap-methods.js';
export { wrapModule } from './wrap-module.js';
