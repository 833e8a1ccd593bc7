import type { ArgTypesEnhancer } from 'storybook/internal/types';

interface DocumentedComponent {
  readonly __docgenInfo?: {
    readonly props?: Readonly<Record<string, { readonly tsType?: { readonly raw?: string } }>>;
  };
}

const controls: Readonly<Record<string, 'boolean' | 'number' | 'text'>> = {
  boolean: 'boolean',
  number: 'number',
  string: 'text',
};

/**
 * Docs show `string | null`, not "union", and only what can be typed in has a control: react-docgen knows the
 * words of a type, Storybook shows its kind.
 */
export const nameTypes: ArgTypesEnhancer = ({ argTypes, component }) => {
  const { __docgenInfo: docs } = (component ?? {}) as DocumentedComponent;
  const props = docs?.props ?? {};
  return Object.fromEntries(
    Object.entries(argTypes).map(([name, argType]) => {
      const raw = props[name]?.tsType?.raw?.replace(/ \| undefined$/, '');
      if (raw === undefined) return [name, argType];
      const type = { summary: raw.replace(/^\((.*)\)$/s, '$1') };
      const kind = controls[raw];
      const control = kind ? { type: kind } : { disable: true };
      return [name, { ...argType, control, table: { ...argType.table, type } }];
    }),
  );
};
