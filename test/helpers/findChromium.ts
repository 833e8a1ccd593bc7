import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of a Chromium that tests can drive: `CHROMIUM_PATH`, else a usual place, else Debian's own
 * package, installed when we are root. Throws with what to do: a run without a browser never passes.
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return checkNamed(named);
  return findInstalled() ?? installOnDebian() ?? fail();
}

function checkNamed(path: string): string {
  if (existsSync(path)) return path;
  throw new Error(
    `CHROMIUM_PATH names ${path}, and nothing is there. Point it at a Chromium or unset it.`,
  );
}

function findInstalled(): string | undefined {
  return usualPlaces.find((path) => existsSync(path));
}

function installOnDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !isDebian()) return undefined;
  console.log('No Chromium found: installing Debian’s package "chromium" …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], options);
  return findInstalled();
}

function isDebian(): boolean {
  return (
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

function fail(): never {
  throw new Error(
    'These tests run in a real Chromium and none was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to its executable.',
  );
}
