'use client';
import { forwardRef, type ComponentType } from 'react';
import type { Message, TextPart } from '../../react/index.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { useMergedRef } from '../part/useMergedRef.ts';
import { usePart } from '../part/usePart.ts';
import { useTextSink } from '../text/useTextSink.ts';

/** What a text part is shown with: `components={{ Text }}` takes anything with these props. */
export interface TextProps {
  readonly part: TextPart;
  readonly message: Message;
}

/** `followsText`: shows growing text by itself (`useTextSink`), so that its row need not render for each token. */
export type TextComponent = ComponentType<TextProps> & { readonly followsText?: boolean };

export interface MessageTextProps extends TextProps, Omit<PartProps<'div'>, 'children' | 'part'> {}

/** The text as it is: never HTML, line breaks kept. What arrives is appended, without a render. */
export const MessageText: PartComponent<MessageTextProps, HTMLDivElement> & {
  readonly followsText: true;
} = Object.assign(
  forwardRef<HTMLDivElement, MessageTextProps>(function MessageText(
    { part, message, ...props },
    ref,
  ) {
    const sink = useTextSink<HTMLDivElement>(part, message);
    return usePart(
      'div',
      { name: 'text', children: sink.children, ref: useMergedRef(sink.ref, ref) },
      props,
    );
  }),
  { followsText: true as const },
);
