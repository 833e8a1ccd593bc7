/**
 * Calls the app's code. What it throws is reported and goes no further: a bug in a callback must not end a
 * stream or leave a teardown half done.
 */
export function callSafely(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
    else console.error(error);
  }
}
