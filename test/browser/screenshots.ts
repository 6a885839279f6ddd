/** `npm run screenshots [-- folder]`: pictures of reports, light and dark, for docs/images or the folder that is named. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openChromium } from './chromium.js';
import { openReport, writeReports } from './reports.js';

const [folder = 'docs/images'] = process.argv.slice(2);

const shots = [
  { report: 'prod', hash: '', name: 'report', colorScheme: 'light' },
  { report: 'prod', hash: '#node=zero-trust%2Freviews', name: 'report-service', colorScheme: 'dark' },
  { report: 'shop', hash: '', name: 'report-changes', colorScheme: 'light' },
  { report: '500 services', hash: '', name: 'report-500-services', colorScheme: 'light' },
] as const;

const browser = await openChromium();
if (browser === undefined) {
  process.stdout.write('there is no Chromium on this machine; CHROMIUM names one\n');
} else {
  mkdirSync(folder, { recursive: true });
  const reports = writeReports();
  try {
    for (const { report, hash, name, colorScheme } of shots) {
      const written = reports.all.find((one) => one.name === report);
      if (written !== undefined) {
        const { page } = await openReport(browser, written, { hash, colorScheme, width: 1400 });
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(folder, `${name}.png`) });
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
    rmSync(reports.folder, { recursive: true, force: true });
  }
}
