'use client';
import { useEffect, useState } from 'react';
import type { CodeToken, Highlight } from './view.ts';

/** Longer code stays plain: as many elements would cost more than colour is worth. */
const maxHighlighted = 65_536;

interface Result {
  readonly code: string;
  readonly language: string;
  readonly tokens: readonly CodeToken[];
}

/** The tokens of a code block, once there are any. They are shown only if together they are the code. */
export function useHighlighted(
  highlight: Highlight,
  code: string,
  language: string,
): readonly CodeToken[] | undefined {
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (code.length > maxHighlighted) return undefined;
    let isCurrent = true;
    const run = async (): Promise<void> => {
      const tokens = await highlight(code, language);
      if (!isCurrent || !tokens || tokens.map(({ text }) => text).join('') !== code) return;
      setResult({ code, language, tokens });
    };
    // Without colours the code can be read as well.
    run().catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [highlight, code, language]);
  return result?.code === code && result.language === language ? result.tokens : undefined;
}
