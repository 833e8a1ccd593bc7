export {
  createBimpeTransport,
  type BimpeTransport,
  type BimpeTransportOptions,
} from './createBimpeTransport.ts';
export type { BimpeTicket, GetBimpeTicket } from './ticket.ts';
export type { BimpeMetadata } from './readBimpeMessage.ts';
