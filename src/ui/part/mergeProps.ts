type Props = Readonly<Record<string, unknown>>;
type Handler = (...args: unknown[]) => void;

/**
 * `given` over `own`, except that classes and styles are joined and event handlers are both called: the given
 * one first, the own one unless that prevented the default.
 */
export function mergeProps(own: Props, given: Props): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...own };
  for (const [name, value] of Object.entries(given)) {
    merged[name] = value === undefined ? own[name] : merge(name, own[name], value);
  }
  return merged;
}

function merge(name: string, own: unknown, given: unknown): unknown {
  if (own === undefined) return given;
  if (name === 'className') return given ? `${own as string} ${given as string}` : own;
  if (name === 'style') return { ...(own as object), ...(given as object) };
  return isHandler(name, own) && isHandler(name, given) ? chain(given, own) : given;
}

function isHandler(name: string, value: unknown): value is Handler {
  return typeof value === 'function' && /^on[A-Z]/.test(name);
}

function chain(first: Handler, second: Handler): Handler {
  return (...args) => {
    first(...args);
    const [event] = args as [{ readonly defaultPrevented?: boolean } | undefined];
    if (!event?.defaultPrevented) second(...args);
  };
}
