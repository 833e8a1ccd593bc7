export {
  createLettaTransport,
  type LettaTransport,
  type LettaTransportOptions,
} from './createLettaTransport.ts';
export type { LettaClientTool } from './lettaInput.ts';
export type { LettaMetadata } from './lettaMessage.ts';
