declare module 'html-purify/tests/test-vectors.js';

declare module 'commonmark-spec' {
  const specification: {
    readonly tests: readonly {
      readonly section: string;
      readonly number: number;
      readonly markdown: string;
      readonly html: string;
    }[];
  };
  export default specification;
}
