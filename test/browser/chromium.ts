import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine, as `CHROMIUM` names it or where distributions put it; undefined when there is none. Nothing is downloaded. */
export async function openChromium(): Promise<Browser | undefined> {
  const executablePath = process.env['CHROMIUM'] ?? places.find((place) => existsSync(place));
  return executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, args: ['--no-sandbox', '--force-color-profile=srgb'] });
}
