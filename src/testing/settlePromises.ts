/* Kept when this module is read: a test may fake the globals later, and virtual time must not depend on them. */
const { MessageChannel: Channel, setTimeout: startTimer } = globalThis;

/** One turn of the event loop: every promise that could settle by then has. */
export function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    // A timer is clamped to 4 ms in browsers; not every test environment has the channel.
    if (typeof Channel === 'undefined') startTimer(resolve, 0);
    else passMessage(resolve);
  });
}

function passMessage(onPassed: () => void): void {
  const { port1, port2 } = new Channel();
  const finish = (): void => {
    // An open port keeps a Node process alive.
    port1.close();
    onPassed();
  };
  port1.addEventListener('message', finish, { once: true });
  port1.start();
  port2.postMessage(undefined);
}
