/** The essence of `Content-Type`: lower case, no parameters. */
export function getMediaType(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Up to 2 KB of the body, for a diagnostic; what follows is not read. */
export async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < 2_048) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // A body that breaks is quoted as far as it came.
  }
  void reader.cancel().catch(() => {});
  return text.slice(0, 2_048);
}

export function discardBody(response: Response): void {
  void response.body?.cancel().catch(() => {});
}
