export { SenpaiError, listener, open, version } from './index.cjs';
