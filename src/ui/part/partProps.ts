import type {
  ComponentPropsWithoutRef,
  CSSProperties,
  ForwardRefExoticComponent,
  HTMLAttributes,
  JSX,
  ReactElement,
  Ref,
  RefAttributes,
} from 'react';

/** What a part tells of itself: each entry is a `data-*` attribute too. `true` is an empty one, `false` none. */
export type PartState = Readonly<Record<string, string | number | boolean | undefined>>;

/** What `render` gets to spread on the element it makes. */
export interface RenderedProps extends HTMLAttributes<HTMLElement> {
  ref?: Ref<never> | undefined;
}

/** How every part can be changed from outside, as in Base UI. */
export interface PartOptions<State> {
  /** Added to the part's own class; a function is asked with the part's state. */
  readonly className?: string | ((state: State) => string | undefined) | undefined;
  readonly style?: CSSProperties | ((state: State) => CSSProperties | undefined) | undefined;
  /** Another element in place of the part's: an element to merge the props into, or a function that makes one. */
  readonly render?:
    | ReactElement
    | ((props: RenderedProps, state: State) => ReactElement)
    | undefined;
}

/** Any attribute of the element, and the three options that know the part's state. */
export type PartProps<Tag extends keyof JSX.IntrinsicElements, State = PartState> = Omit<
  ComponentPropsWithoutRef<Tag>,
  'className' | 'style'
> &
  PartOptions<State>;

export type PartComponent<Props, Element> = ForwardRefExoticComponent<
  Props & RefAttributes<Element>
>;
