import { readFileSync } from 'node:fs';

/* Imports every entry of the installed package and prints the names each exports, as JSON. */
const manifestPath = new URL(import.meta.resolve('react-conversation-stream/package.json'));
const { name, exports } = JSON.parse(readFileSync(manifestPath, 'utf8'));
const wanted = process.argv.slice(2);
const printed = {};
for (const [entry, target] of Object.entries(exports)) {
  const specifier = name + entry.slice(1);
  if (wanted.length > 0 && !wanted.some((start) => entry.startsWith(start))) continue;
  if (target.default?.endsWith('.js')) printed[entry] = Object.keys(await import(specifier));
  else printed[entry] = readFileSync(new URL(import.meta.resolve(specifier)), 'utf8').length;
}
console.log(JSON.stringify(printed));
