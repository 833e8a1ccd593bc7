// The same with all of the components: what they cost is what this is more than `hooks.js`.
export * from './hooks.js';
export * from './ui.js';
