export { createSseTransport } from './createSseTransport.ts';
export type * from './sseOptions.ts';
