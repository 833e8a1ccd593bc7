const { port1, port2 } = new MessageChannel();
port1.start();

/** Resolves in the first task after a frame: what it brought is painted, and what a network brings comes now. */
export async function afterFrame(): Promise<void> {
  await new Promise(requestAnimationFrame);
  const told = new Promise((resolve) => {
    port1.addEventListener('message', resolve, { once: true });
  });
  port2.postMessage(undefined);
  await told;
}
