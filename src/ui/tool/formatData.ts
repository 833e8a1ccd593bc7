const longest = 10_000;

/** A tool's input or output to read: text as it is, anything else as JSON; cut to 10,000 characters. */
export function formatData(data: unknown): string {
  const text = typeof data === 'string' ? data : toJson(data);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/* Circles and big integers do not come from a wire, but from an app's own tools. */
function toJson(data: unknown): string {
  try {
    return JSON.stringify(data, null, 2) ?? String(data);
  } catch {
    return String(data);
  }
}
