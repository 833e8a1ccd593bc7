/** Is it an absolute http or https address? What arrives in messages is not trusted to be one. */
export function isWebUrl(url: string): boolean {
  try {
    return /^https?:$/.test(new URL(url).protocol);
  } catch {
    return false;
  }
}
