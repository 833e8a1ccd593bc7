'use client';
import { forwardRef, type ReactElement } from 'react';
import { useDisclosure, type UseDisclosureResult } from '../disclosure/useDisclosure.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { Approval } from './Approval.tsx';
import { ToolData } from './ToolData.tsx';
import {
  describeToolStatus,
  getToolName,
  getToolStatus,
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
  const own = {
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
  };
  return usePart('div', own, props);
});

const icons: Readonly<Record<ToolStatus, IconName>> = {
  preparing: 'tool',
  approval: 'person',
  running: 'tool',
  done: 'check',
  failed: 'alert',
  denied: 'close',
};

interface LineProps {
  readonly part: AnyToolPart;
  readonly status: ToolStatus;
  readonly hasData: boolean;
  readonly disclosure: UseDisclosureResult;
}

function Line({ part, status, hasData, disclosure }: LineProps): ReactElement {
  const labels = useLabels();
  const content = (
    <>
      <Icon name={icons[status]} />
      <bdi className="cs-tool-name">{getToolName(part)}</bdi>{' '}
      <span className="cs-tool-status">{describeToolStatus(status, labels)}</span>
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
