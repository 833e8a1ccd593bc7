'use client';
import { useId, useMemo, type ReactElement } from 'react';
import { useLabels } from '../settings/useLabels.ts';
import { formatData } from './formatData.ts';
import type { AnyToolPart } from './toolStatus.ts';

/** What a tool was given and what it gave, as text. */
export function ToolData({ part }: { readonly part: AnyToolPart }): ReactElement {
  const labels = useLabels();
  const { state, input, output, errorText } = part;
  return (
    <>
      {/* Half an input is no JSON yet. */}
      {input !== undefined && state !== 'input-streaming' && (
        <Data name={labels.toolInput} data={input} />
      )}
      {errorText && <Data name={labels.toolFailed} data={errorText} />}
      {output !== undefined && <Data name={labels.toolOutput} data={output} />}
    </>
  );
}

function Data({ name, data }: { readonly name: string; readonly data: unknown }): ReactElement {
  const id = useId();
  const text = useMemo(() => formatData(data), [data]);
  return (
    <>
      <div id={id} className="cs-tool-label">
        {name}
      </div>
      {/* It scrolls: the keyboard must get there. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <pre className="cs-tool-data" role="group" aria-labelledby={id} tabIndex={0} dir="ltr">
        {text}
      </pre>
    </>
  );
}
