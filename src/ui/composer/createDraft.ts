/** Where drafts are kept: `sessionStorage`, `localStorage`, or anything with these three. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What is written for one conversation and not sent yet. */
export interface Draft {
  read(): string;
  /** Keeps it once nothing was typed for 300 ms. */
  save(text: string): void;
  /** Keeps what is to be kept at once. */
  flush(): void;
  /** Forgets this text if it is what is kept: it was sent. */
  drop(text: string): void;
}

const debounce = 300;

/* Whoever pastes a credential by accident must not find it in the browser's storage. */
const secret =
  /\b(sk|pk|rk|ghp|xox[a-z]|lxc|lxm|expys)[_-][\w-]{8,}|\bbearer\s+\S{8,}|\beyJ[\w-]{8,}\.[\w-]+/i;

/** `storage` may refuse (private windows, full): then nothing is kept. */
export function createDraft(storage: DraftStorage | null, key: string): Draft {
  let pending: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = (): string => attempt(() => storage?.getItem(key)) ?? '';
  const flush = (): void => {
    clearTimeout(timer);
    if (pending === undefined) return;
    const text = pending;
    pending = undefined;
    attempt(() =>
      text.trim() === '' || secret.test(text)
        ? storage?.removeItem(key)
        : storage?.setItem(key, text),
    );
  };
  return {
    read,
    flush,
    save(text) {
      pending = text;
      clearTimeout(timer);
      timer = setTimeout(flush, debounce);
    },
    drop(text) {
      if (read() === text) attempt(() => storage?.removeItem(key));
    },
  };
}

/** The storage of this tab; none on a server and where the browser forbids it. */
export function getSessionStorage(): DraftStorage | null {
  return attempt(() => sessionStorage) ?? null;
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
