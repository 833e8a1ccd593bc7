export type { Authorize, RequestTarget } from './authorize.ts';
export { bimpeRoutes } from './bimpeRoutes.ts';
export { createProxyHandler, type ProxyHandlerOptions } from './createProxyHandler.ts';
export { createTicketHandler, type TicketHandlerOptions } from './createTicketHandler.ts';
export {
  createTokenHandler,
  type ExpysUser,
  type TokenHandlerOptions,
} from './createTokenHandler.ts';
export type { ServerErrorCode } from './errorResponse.ts';
export { createLettaRoutes, lettaRoutes } from './lettaRoutes.ts';
export { lexeyRoutes } from './lexeyRoutes.ts';
export type { ProxyRoute } from './proxyRoute.ts';
