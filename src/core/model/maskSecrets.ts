const patterns: readonly [RegExp, string][] = [
  [/([?&;\s]|^)(ticket|token|api_?key|access_token)=[^&\s"'<>]+/gi, '$1$2=•••'],
  [/\b(bearer)\s+[^\s"',;<>]+/gi, '$1 •••'],
  [/\b(sk_|expys_|lxc_|lxm_)[\w-]{3,}/g, '$1•••'],
];

const maxLength = 2_048;

/** `text` without credentials: the given values, and whatever looks like one. Cut to 2,048 characters. */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  // Mask before cutting, or half a secret could survive the cut; the outer cut bounds the work.
  let masked = text.slice(0, maxLength * 4);
  for (const secret of secrets) if (secret.length >= 4) masked = masked.replaceAll(secret, '•••');
  for (const [pattern, replacement] of patterns) masked = masked.replace(pattern, replacement);
  return masked.slice(0, maxLength);
}
