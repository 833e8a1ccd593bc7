'use client';
import { useCallback, type ForwardedRef, type ReactElement, type Ref } from 'react';
import { isReact19 } from './isReact19.ts';

type AnyRef<Element> = Ref<Element> | ForwardedRef<Element> | undefined;

/** One ref that fills two. Stable while both are. */
export function useMergedRef<Element>(
  first: AnyRef<Element>,
  second: AnyRef<Element>,
): (element: Element | null) => void {
  return useCallback(
    (element: Element | null) => {
      setRef(first, element);
      setRef(second, element);
    },
    [first, second],
  );
}

/** The ref an element was made with: a prop since React 19, where reading `element.ref` warns. */
export function getElementRef(element: ReactElement | undefined): Ref<never> | undefined {
  if (element === undefined) return undefined;
  const holder = (isReact19 ? element.props : element) as { readonly ref?: Ref<never> };
  return holder.ref;
}

function setRef<Element>(ref: AnyRef<Element>, element: Element | null): void {
  if (typeof ref === 'function') ref(element);
  else if (ref) ref.current = element;
}
