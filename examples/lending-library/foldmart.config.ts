export { library as default } from './src/library.js';
