export { bindSuite, type BindingOptions } from './bind-suite.js';
