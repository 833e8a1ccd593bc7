'use client';
import { forwardRef } from 'react';
import type { ReasoningPart } from '../../react/index.ts';
import { useDisclosure } from '../disclosure/useDisclosure.ts';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export type ReasoningState = {
  readonly status: 'streaming' | 'done';
  readonly open: boolean;
};

export interface ReasoningProps extends Omit<PartProps<'div', ReasoningState>, 'part'> {
  readonly part: ReasoningPart;
  /** Open until the reader closes it. Default false. */
  readonly defaultOpen?: boolean | undefined;
}

/** What the assistant thought before it answered: folded away, but found by the browser's search. */
export const Reasoning: PartComponent<ReasoningProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  ReasoningProps
>(function Reasoning({ part, defaultOpen = false, ...props }, ref) {
  const labels = useLabels();
  const { isOpen, trigger, panel } = useDisclosure(defaultOpen);
  const isStreaming = part.state === 'streaming';
  return usePart(
    'div',
    {
      name: 'reasoning',
      className: 'cs-fold',
      ref,
      state: { status: isStreaming ? 'streaming' : 'done', open: isOpen } as const,
      children: (
        <>
          <button type="button" data-part="trigger" className="cs-fold-trigger" {...trigger}>
            <Icon name="chevron" />
            {isStreaming ? labels.reasoningNow : labels.reasoning}
          </button>
          <div data-part="panel" className="cs-fold-panel cs-reasoning-text" {...panel}>
            {part.text}
          </div>
        </>
      ),
    },
    props,
  );
});
