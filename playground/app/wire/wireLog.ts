import { createWireLog, type WireLog } from './createWireLog.ts';

/** Of this page. The control plane is not part of the conversation. */
export const wireLog: WireLog = createWireLog(
  (input, init) => pageFetch(input, init),
  ({ pathname }) => /\/__ref\/|^\/api\/(config$|byo-control\/)/.test(pathname),
);

const pageFetch = globalThis.fetch.bind(globalThis);

/** From now on the page's own `fetch` is the log's: transports look it up at each call. */
export function installWireLog(): void {
  globalThis.fetch = wireLog.fetch;
}
