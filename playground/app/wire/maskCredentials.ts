const inQuery = /([?&](?:ticket|token|access_token|api_key|key|signature|sig)=)[^&\s"'#\\]+/gi;
const inJson =
  /("(?:ticket|token|accessToken|access_token|api_?key|authorization|secret)"\s*:\s*")[^"]*/gi;
const inHeader = /(\bbearer\s+)\S+/gi;

/** `text` with what could be used as a credential left out: a log is read over shoulders and pasted into issues. */
export function maskCredentials(text: string): string {
  return text.replace(inQuery, '$1•••').replace(inJson, '$1•••').replace(inHeader, '$1•••');
}
