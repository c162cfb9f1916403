export { SenpaiError, listener, open, version } from './index.cjs';
export type * from './index.cjs';
