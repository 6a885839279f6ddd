/**
 * `npm run test:browser`: opens reports in the Chromium of this machine, and uses them as a person does. Prints one line and passes where there
 * is none.
 *
 * Exit codes: 0 all hold or there is no Chromium, 1 something does not.
 */
import { rmSync } from 'node:fs';
import { checks } from './checks.js';
import { openChromium } from './chromium.js';
import { openReport, writeReports } from './reports.js';

const browser = await openChromium();
if (browser === undefined) {
  process.stdout.write('skipped: there is no Chromium on this machine; CHROMIUM names one\n');
} else {
  const reports = writeReports();
  let failed = 0;
  try {
    for (const report of reports.all) {
      for (const [name, check] of Object.entries(checks)) {
        const page = await openReport(browser, report);
        try {
          await check(page.page, report);
          if (page.faults.length > 0) {
            throw new Error(page.faults.join('; '));
          }
          process.stdout.write(`${report.name}: ${name}\n`);
        } catch (error) {
          failed += 1;
          process.stdout.write(
            `FAILED ${report.name}: ${name}: ${error instanceof Error ? error.message : String(error)}\n`,
          );
        } finally {
          await page.page.context().close();
        }
      }
    }
  } finally {
    await browser.close();
    rmSync(reports.folder, { recursive: true, force: true });
  }
  process.exitCode = failed === 0 ? 0 : 1;
}
