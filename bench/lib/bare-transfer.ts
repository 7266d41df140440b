import { type Browser, chromium, type Page } from 'playwright-core';
import type { TransferField } from './transfer-form.ts';

/** A script as one writes it by hand: no ledger, no fence, no read-back; the browser and the session are kept. */
export interface BareScript {
  /** Fills the form field by field, saves it, and returns the Aktenzeichen. */
  enter(fields: readonly TransferField[]): Promise<string>;
  close(): Promise<void>;
}

/** Launches the browser and logs in once. */
export async function bareScript(options: {
  readonly url: string;
  readonly browser: { readonly executablePath?: string | undefined; readonly channel?: string | undefined };
  readonly user: { readonly name: string; readonly password: string };
}): Promise<BareScript> {
  const { url, user } = options;
  const { executablePath, channel } = options.browser;
  const browser: Browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    ...(channel === undefined ? {} : { channel }),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const page = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  await page.goto(`${url}/anmelden`);
  await page.locator('#benutzername').fill(user.name);
  await page.locator('#kennwort').fill(user.password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  return {
    enter: async (fields) => {
      await page.goto(`${url}/schulwechsel/neu`);
      for (const field of fields) await fillOne(page, field);
      await page.getByRole('button', { name: 'Speichern' }).click();
      return page.locator('[data-testid=aktenzeichen]').innerText();
    },
    close: () => browser.close(),
  };
}

async function fillOne(page: Page, { kind, name, value, label }: TransferField): Promise<void> {
  const control = page.locator(`#${name}`);
  if (kind === 'select') await control.selectOption({ label: value });
  else if (kind === 'checkbox') await control.setChecked(value === 'true');
  else if (kind === 'radio') await page.getByRole('group', { name: label }).getByLabel(value).check();
  else await control.fill(value);
}
