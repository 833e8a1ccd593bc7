'use client';
import { forwardRef, type ReactElement } from 'react';
import { useDisclosure, type UseDisclosureResult } from '../disclosure/useDisclosure.ts';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { Approval } from './Approval.tsx';
import { ToolData } from './ToolData.tsx';
import {
  getToolName,
  getToolStatus,
  toolLooks,
  type AnyToolPart,
  type ToolStatus,
} from './toolStatus.ts';

export type ToolCallState = {
  readonly status: ToolStatus;
  readonly open: boolean;
};

export interface ToolCallProps extends Omit<PartProps<'div', ToolCallState>, 'part'> {
  readonly part: AnyToolPart;
  /** Shows input and result until the reader closes them. Default: while it asks for approval. */
  readonly defaultOpen?: boolean | undefined;
}

/** A tool the assistant uses: its name, how far it is, what it was given and gave, and the question whether it may. */
export const ToolCall: PartComponent<ToolCallProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  ToolCallProps
>(function ToolCall({ part, defaultOpen, ...props }, ref) {
  const status = getToolStatus(part);
  const isAsking = status === 'approval';
  const disclosure = useDisclosure(defaultOpen ?? isAsking);
  const { isOpen, panel } = disclosure;
  const hasData = part.input !== undefined || part.output !== undefined || !!part.errorText;
  return usePart(
    'div',
    {
      name: 'tool-call',
      className: 'cs-tool',
      ref,
      state: { status, open: hasData && isOpen },
      children: (
        <>
          <Line {...{ part, status, hasData, disclosure }} />
          {hasData && (
            <div data-part="panel" className="cs-fold-panel cs-tool-panel" {...panel}>
              <ToolData part={part} />
            </div>
          )}
          {isAsking && <Approval part={part} />}
        </>
      ),
    },
    props,
  );
});

interface LineProps {
  readonly part: AnyToolPart;
  readonly status: ToolStatus;
  readonly hasData: boolean;
  readonly disclosure: UseDisclosureResult;
}

function Line({ part, status, hasData, disclosure }: LineProps): ReactElement {
  const labels = useLabels();
  const [icon, label] = toolLooks[status];
  const content = (
    <>
      <Icon name={icon} />
      <bdi className="cs-tool-name">{getToolName(part)}</bdi>{' '}
      <span className="cs-tool-status">{labels[label]}</span>
    </>
  );
  if (!hasData) return <div className="cs-tool-line">{content}</div>;
  return (
    <button
      type="button"
      data-part="trigger"
      className="cs-tool-line cs-fold-trigger"
      {...disclosure.trigger}
    >
      {content}
      <Icon name="chevron" />
    </button>
  );
}
