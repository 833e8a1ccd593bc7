export {
  createLexeyTransport,
  type LexeyTransport,
  type LexeyTransportOptions,
} from './createLexeyTransport.ts';
export type { LexeyMetadata } from './readLexeyHistory.ts';
