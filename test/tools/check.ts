import { spawnSync } from 'node:child_process';

/** Everything that can be said without running the code; goes on after a failure, ends with the count. */
const steps: readonly (readonly [name: string, command: string])[] = [
  ['types', 'npm run -s check:types'],
  ['lint and layers', 'npm run -s check:lint'],
  ['format', 'npm run -s check:format'],
  ['unused files, exports, dependencies', 'npm run -s check:unused'],
  ['build', 'npm run -s build'],
  ['publint and attw', 'npm run -s check:package'],
  ['size budget', 'npm run -s check:size'],
  ['API report', 'npm run -s check:api'],
];

const failed: string[] = [];
for (const [name, command] of steps) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
for (const name of failed) console.error(`FAILED: ${name}`);
console.log(`\ncheck: ${steps.length - failed.length} passed, ${failed.length} failed`);
if (failed.length > 0) process.exitCode = 1;
