import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { readEntries } from './packageEntries.ts';

/**
 * Compares each entry's public declarations with the report in `test/api`, so that no name changes unseen.
 * `--update` writes the reports instead. Needs a build.
 */
const isUpdate = process.argv.includes('--update');
mkdirSync('test/api', { recursive: true });
const results = readEntries().map(({ name, types }) => ({ name, isSame: report(name, types) }));
const changed = results.filter(({ isSame }) => !isSame);
for (const { name } of changed) {
  console.error(
    `The public API of "${name}" differs from its report in test/api. If that is meant: npm run update:api`,
  );
}
if (changed.length > 0) process.exitCode = 1;
else console.log(`API report: ${results.length} entries as reported`);

function report(name: string, types: string): boolean {
  const fileName = name === '.' ? 'index' : name.slice(2).replaceAll('/', '-');
  const config = ExtractorConfig.prepare({
    configObjectFullPath: resolve('api-extractor.json'),
    packageJsonFullPath: resolve('package.json'),
    configObject: {
      newlineKind: 'lf',
      projectFolder: resolve('.'),
      mainEntryPointFilePath: resolve(types),
      apiReport: {
        enabled: true,
        reportFileName: `${fileName}.api.md`,
        reportFolder: resolve('test/api'),
        reportTempFolder: resolve('node_modules/.cache/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            lib: ['es2022', 'dom', 'dom.asynciterable'],
            module: 'esnext',
            moduleResolution: 'bundler',
            allowImportingTsExtensions: true,
            noEmit: true,
            skipLibCheck: true,
            jsx: 'react-jsx',
            types: [],
          },
          include: ['dist'],
        },
      },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' as never } },
        extractorMessageReporting: { default: { logLevel: 'none' as never } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: isUpdate, showVerboseMessages: false });
  return isUpdate || !result.apiReportChanged;
}
