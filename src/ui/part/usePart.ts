'use client';
import {
  cloneElement,
  createElement,
  isValidElement,
  type CSSProperties,
  type ForwardedRef,
  type ReactElement,
} from 'react';
import { mergeProps } from './mergeProps.ts';
import type { PartOptions, PartState } from './partProps.ts';
import { getElementRef, useMergedRef } from './useMergedRef.ts';

/* A part may stand in for another one in a `components` map: what that hands it to wrap is no attribute. */
type Given<State> = PartOptions<State> & { readonly Default?: unknown };

/** A part as the kit makes it: its state, and any attribute. */
export interface OwnPart<State, Element> {
  /** `data-part`. */
  readonly name: string;
  /** Default: `cs-` and the name. */
  readonly className?: string;
  readonly ref: ForwardedRef<Element>;
  readonly state?: State | undefined;
  readonly [attribute: string]: unknown;
}

/** The one way every part is rendered: what the kit made of it, changed by what its user gave (EXPERIENCE §1). */
export function usePart<State extends PartState, Element>(
  tag: string,
  { name, state = {} as State, ref, ...own }: OwnPart<State, Element>,
  given: PartOptions<State> & object,
): ReactElement {
  const { className, style, render, Default: _part, ...attributes } = given as Given<State>;
  const element = isValidElement(render) ? render : undefined;
  const props = mergeProps(
    { 'data-part': name, className: `cs-${name}`, ...toDataAttributes(state), ...own },
    {
      ...attributes,
      className: resolve<string>(className, state),
      style: resolve<CSSProperties>(style, state),
      ref: useMergedRef(ref, getElementRef(element)),
    },
  );
  if (typeof render === 'function') return render(props, state);
  if (element === undefined) return createElement(tag, props);
  const { ref: _ref, ...changes } = element.props as Record<string, unknown>;
  return cloneElement(element, mergeProps(props, changes));
}

function resolve<Value>(
  given: Value | ((state: never) => Value | undefined) | undefined,
  state: PartState,
): Value | undefined {
  return typeof given === 'function'
    ? (given as (state: PartState) => Value | undefined)(state)
    : given;
}

function toDataAttributes(state: PartState): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(state)) {
    if (value !== undefined && value !== false)
      attributes[`data-${name}`] = value === true ? '' : value;
  }
  return attributes;
}
