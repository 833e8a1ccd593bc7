'use client';
import { forwardRef } from 'react';
import type { MessageAuthor } from '../../react/index.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { getAuthorKind, getAuthorName } from './authorName.ts';
import { useMessageContext } from './MessageContext.ts';

export type AvatarState = { readonly author: MessageAuthor['kind'] };

export interface AvatarProps extends PartProps<'span', AvatarState> {
  /**
   * A picture from a place you trust. The author's own `avatarUrl` is not loaded by itself: it would tell its
   * host who reads.
   */
  readonly src?: string | undefined;
}

/** The initials of who wrote the message it is in, or a picture. Decoration: the name is in the heading. */
export const Avatar: PartComponent<AvatarProps, HTMLSpanElement> = forwardRef<
  HTMLSpanElement,
  AvatarProps
>(function Avatar({ src, ...props }, ref) {
  const { message } = useMessageContext('Transcript.Avatar');
  const labels = useLabels();
  return usePart(
    'span',
    {
      name: 'avatar',
      ref,
      state: { author: getAuthorKind(message) },
      'aria-hidden': true,
      children: src ? (
        <img src={src} alt="" loading="lazy" referrerPolicy="no-referrer" />
      ) : (
        readInitials(getAuthorName(message, labels))
      ),
    },
    props,
  );
});

/** The first character of the first and of the last word, whole ones: "José 👩‍🚀" gives "J👩‍🚀". */
function readInitials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word = '') => readFirstCharacter(word)).join('');
}

function readFirstCharacter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment.toUpperCase() ?? '';
}
