/** In a browser every visitor can read a key. */
export function warnAboutKey(key: string | undefined, creator: string, instead: string): void {
  if (key === undefined || typeof document === 'undefined') return;
  console.warn(
    `${creator} got an apiKey in a browser, where every visitor can read it. Use ${instead} (react-conversation-stream/server).`,
  );
}
