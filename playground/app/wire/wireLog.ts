import { createWireLog, type WireLog } from './createWireLog.ts';

const pageFetch = globalThis.fetch.bind(globalThis);
/* What steers and watches the servers is no part of the conversation. */
const control = /\/__ref\/|^\/api\/(config$|byo-control\/)/;

/** Of this page. */
export const wireLog: WireLog = createWireLog(pageFetch, ({ pathname }) => control.test(pathname));

/** From now on the page's own `fetch` is the log's: transports look it up at each call. */
export function installWireLog(): void {
  globalThis.fetch = wireLog.fetch;
}
