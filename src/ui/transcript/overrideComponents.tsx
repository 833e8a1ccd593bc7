'use client';
import type { ComponentClass, ComponentType, FunctionComponent, ReactElement } from 'react';
import { defaultComponents, type TranscriptComponents } from './components.ts';

/** A component in place of the kit's: it gets the part's props, and the part itself as `Default`, to wrap. */
export type ComponentOverride<Part> = [Part] extends [ComponentType<infer Props>]
  ? FunctionComponent<Props & { readonly Default: ComponentType<Props> }> | ComponentClass<Props>
  : never;

/** What `components` takes. Give it as a constant, or the rows render whenever you do. */
export type ComponentOverrides = {
  readonly [Name in keyof TranscriptComponents]?:
    | ComponentOverride<TranscriptComponents[Name]>
    | undefined;
};

type AnyComponent = ComponentType<Record<string, unknown>> & { readonly followsText?: boolean };

/** By what was given: the same override stays the same component, whoever asks and however often. */
const wrapped = new WeakMap<object, Map<string, AnyComponent>>();

/** The given parts, each handed its default. */
export function overrideComponents(given: ComponentOverrides): Partial<TranscriptComponents> {
  const components: Record<string, AnyComponent> = {};
  for (const [name, Given] of Object.entries(given)) {
    const Default = defaultComponents[name as keyof TranscriptComponents] as AnyComponent;
    if (Given) components[name] = wrap(name, Given as unknown as AnyComponent, Default);
  }
  return components as Partial<TranscriptComponents>;
}

function wrap(name: string, Given: AnyComponent, Default: AnyComponent): AnyComponent {
  if (Given === Default) return Given;
  const known = wrapped.get(Given) ?? new Map<string, AnyComponent>();
  wrapped.set(Given, known);
  const Override = known.get(name) ?? handDefault(Given, Default);
  known.set(name, Override);
  return Override;
}

function handDefault(Given: AnyComponent, Default: AnyComponent): AnyComponent {
  function Override(props: Record<string, unknown>): ReactElement {
    return <Given Default={Default} {...props} />;
  }
  return Object.assign(Override, { followsText: Given.followsText === true });
}
