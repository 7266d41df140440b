import type { Frame, Page } from 'playwright-core';
import { NeedsPerson } from '../../errors/families.ts';
import type { OpenAttachment } from '../../model/attachment.ts';
import { guardPage } from '../page-fault.ts';
import type { FieldState } from '../page/page-types.ts';
import { askElement, askPage } from './ask-page.ts';
import { fieldFinding } from './field-findings.ts';
import { actionLimits } from './fill-by-hand.ts';
import type { FillOptions } from './form-fields.ts';

/** What goes into which upload field. */
export interface Upload {
  readonly label: string;
  readonly attachments: readonly OpenAttachment[];
}

interface UploadFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const attachmentLimit = 50 * 1024 * 1024;

/**
 * Puts attachments into the upload field with this label, under the names their sender gave them. A button that opens the
 * choice of files is an upload field, too.
 *
 * @throws NeedsPerson AB_FORM_CHANGED when there is no such field; AB_FORM_NOT_FILLED when it does not take the file
 */
export async function uploadByLabel(page: Page | Frame, upload: Upload, options: FillOptions = {}): Promise<void> {
  const { label, attachments } = upload;
  if (attachments.reduce((sum, each) => sum + each.size, 0) > attachmentLimit) {
    throw new NeedsPerson('AB_FORM_NOT_FILLED', `the upload "${label}" takes at most 50 MB`, {
      where: { field: label },
      hint: 'Enter this attachment by hand, or deliver it in another way.',
    });
  }
  const files = await Promise.all(attachments.map(readWhole));
  await guardPage(
    () => ({ step: 'upload', committed: false, signal: options.signal }),
    async () => {
      const state = await put(page, { label, files }, options);
      options.signal?.throwIfAborted();
      if (state === 'filled') return;
      const finding = fieldFinding(label, state);
      const what = state === 'unknown' ? 'the form has no such upload' : 'the upload failed';
      throw new NeedsPerson(finding.code, `${what}: "${label}"; nothing was sent`, { where: finding.where, findings: [finding] });
    },
  );
}

async function put(
  page: Page | Frame,
  { label, files }: { label: string; files: UploadFile[] },
  options: FillOptions,
): Promise<FieldState> {
  const field = { label, value: files.map(({ name }) => name), ...options.rules?.[label] };
  const control = await askElement(page, 'findControl', field);
  if (control === undefined) return (await putByButton(page, { label, files }, options)) ? 'filled' : 'unknown';
  const failed = await control.setInputFiles(files, actionLimits(options)).then(
    () => false,
    () => true,
  );
  if (failed) return 'differs';
  const [result] = await askPage(page, 'compareFields', [field]);
  return result?.state === 'unknown' || result?.state === 'refused' ? 'filled' : (result?.state ?? 'unknown');
}

/** Pages that show a button and keep the upload field itself out of sight. */
async function putByButton(
  page: Page | Frame,
  { label, files }: { label: string; files: UploadFile[] },
  options: FillOptions,
): Promise<boolean> {
  const owner = 'frames' in page ? page : page.page();
  const button = page.getByRole('button', { name: label, exact: true });
  if ((await button.count()) !== 1) return false;
  const { timeout } = actionLimits(options);
  const [chooser] = await Promise.all([owner.waitForEvent('filechooser', { timeout }).catch(() => undefined), button.click({ timeout })]);
  await chooser?.setFiles(files, { timeout });
  return chooser !== undefined;
}

async function readWhole(attachment: OpenAttachment): Promise<UploadFile> {
  const { name, mediaType } = attachment;
  return { name, mimeType: mediaType, buffer: Buffer.concat(await attachment.open().toArray()) };
}
