import type { Backend } from './backends/backend.ts';
import { useUrlParam } from './useUrlParam.ts';

/** How texts are shown: `markdown` or `plain`, as the address says, else as the backend means them. */
export function useTextFormat({
  writesMarkdown = false,
}: Backend): [format: string, set: (format: string) => void] {
  const usual = writesMarkdown ? 'markdown' : 'plain';
  const [format = usual, setFormat] = useUrlParam('text');
  return [format, (next) => setFormat(next === usual ? '' : next)];
}
