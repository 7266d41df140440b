import type { FieldRule, Sameness, WrittenAs } from '@amtsbote/sdk/rpa';
import { type ZodType, z } from '@amtsbote/sdk/zod';

/** What is known of a field beyond its label. */
export interface RuleDescription extends FieldRule {
  readonly later?: boolean | undefined;
}

const writtenAs: readonly WrittenAs[] = ['text', 'date', 'number', 'money'];
const samenesses: readonly Sameness[] = ['case', 'space', 'umlauts', 'punctuation', 'date', 'number', 'leading-zeros'];

/** The shape of the rules, by label. */
export const ruleDescriptions: ZodType<Readonly<Record<string, RuleDescription>>> = z.record(
  z.string().min(1),
  z.strictObject({
    also: z
      .array(z.string().min(1))
      .optional()
      .describe('Further ways to find the field, such as name=familienname or placeholder=Nachname. All must mean the same one.'),
    as: z
      .enum(writtenAs)
      .optional()
      .describe('Writes ISO dates and decimal points in the German way, or as the browser wants them in its own date and number fields.'),
    same: z.array(z.enum(samenesses)).optional().describe('Differences that do not count when the field is compared.'),
    pick: z.string().min(1).optional().describe('The button beside the field that opens a window to pick from, such as ….'),
    later: z
      .boolean()
      .optional()
      .describe('True for a field that appears only once others are filled: it is not looked for before. Default false.'),
  }),
);

/** A screen to look at before the first delivery of a run, beside those that the steps show. */
export interface ScreenDescription {
  readonly open: string;
  readonly within?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly leaves?: readonly string[] | undefined;
  readonly buttons?: readonly string[] | undefined;
  readonly aria?: string | undefined;
}

const labels = z.array(z.string().min(1)).optional();

/** The shape of a screen. */
export const screenDescription: ZodType<ScreenDescription> = z.strictObject({
  open: z.string().min(1).describe('The page that shows the screen, without anything entered.'),
  within: z.string().min(1).optional().describe('Selector of the part that counts; the whole page unless given.'),
  fields: labels.describe('Labels of fields that must be there.'),
  leaves: labels.describe('Labels of required fields that are known and left alone.'),
  buttons: labels.describe('Buttons and links that must be there.'),
  aria: z.string().min(1).optional().describe('Lines of an ARIA snapshot that must be there, in their order.'),
});
