import { type Browser, chromium, type Page } from 'playwright-core';
import type { TransferField } from './transfer-form.ts';

/** A script as one writes it by hand: no ledger, no fence, no read-back; the browser and the session are kept. */
export interface BareScript {
  /** Fills the form field by field with locators, saves it, and returns the Aktenzeichen. */
  enter(fields: readonly TransferField[]): Promise<string>;
  /** The same with all fields in one evaluation, for a form whose controls are known by name: nothing can be faster with a real click. */
  enterAtOnce(fields: readonly TransferField[]): Promise<string>;
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
  const saved = async (fill: () => Promise<void>): Promise<string> => {
    await page.goto(`${url}/schulwechsel/neu`);
    await fill();
    await page.getByRole('button', { name: 'Speichern' }).click();
    return page.locator('[data-testid=aktenzeichen]').innerText();
  };
  return {
    enter: (fields) =>
      saved(async () => {
        for (const field of fields) await fillOne(page, field);
      }),
    enterAtOnce: (fields) => saved(() => page.evaluate<void>(atOnce(fields))),
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

/** A script for the page that sets every control and tells the page of it. */
function atOnce(fields: readonly TransferField[]): string {
  return `(() => {
    for (const { kind, name, value } of ${JSON.stringify(fields)}) {
      const named = [...document.getElementsByName(name)];
      const control = kind === 'radio' ? named.find((each) => each.labels[0].textContent.trim() === value) : document.getElementById(name);
      if (kind === 'radio') control.checked = true;
      else if (kind === 'checkbox') control.checked = value === 'true';
      else if (kind === 'select') control.selectedIndex = [...control.options].findIndex((each) => each.text === value);
      else control.value = value;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }
  })()`;
}
