/**
 * The one place that imports markdown-it. The build puts the library in this file's stead, without the parts of
 * it that are never called here (`test/tools/bundleMarkdownIt.ts`), so that no one has to install or load them.
 */
export { default as MarkdownIt } from 'markdown-it';
