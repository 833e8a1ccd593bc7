/** Says in a browser's console, once for each transport, why a record of history is not shown. */
export function createRecordWarning(name: string): (reason: string | undefined) => void {
  let isDone = typeof document === 'undefined';
  return (reason) => {
    if (isDone || reason === undefined) return;
    isDone = true;
    console.warn(`${name}: ${reason}`);
  };
}
