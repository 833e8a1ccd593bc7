'use client';
import { forwardRef, useContext } from 'react';
import type { MessageAuthor } from '../../react/index.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { SettingsContext } from '../settings/SettingsContext.ts';
import { getAuthorKind, getAuthorName } from './authorName.ts';
import { useMessageContext } from './MessageContext.ts';

export type AuthorState = { readonly author: MessageAuthor['kind'] };

export interface AuthorProps extends PartProps<'h3', AuthorState> {}

/** Who wrote the message it is in: the heading that names the article. */
export const Author: PartComponent<AuthorProps, HTMLHeadingElement> = forwardRef<
  HTMLHeadingElement,
  AuthorProps
>(function Author(props, ref) {
  const { message, headingId } = useMessageContext('Transcript.Author');
  const { labels, headingLevel } = useContext(SettingsContext);
  return usePart(
    `h${headingLevel}`,
    {
      name: 'author',
      ref,
      state: { author: getAuthorKind(message) },
      id: headingId,
      children: getAuthorName(message, labels),
    },
    props,
  );
});
