export {
  createExpysTransport,
  type ExpysTransport,
  type ExpysTransportOptions,
} from './createExpysTransport.ts';
export type { ExpysToken, GetExpysToken } from './createTokenSource.ts';
export type { ExpysAttachment, ExpysMetadata } from './readExpysMessage.ts';
