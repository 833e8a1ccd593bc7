/** Says in a browser's console, once for each transport, why a record of history is not shown. */
export function createRecordWarning(name: string): (reason: string) => void {
  let isDone = typeof document === 'undefined';
  return (reason) => {
    if (isDone) return;
    isDone = true;
    console.warn(
      `createSseTransport (${name}) leaves out what it cannot read of history. ${reason}`,
    );
  };
}
