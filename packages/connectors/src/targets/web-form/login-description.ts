import { type ZodType, z } from '@amtsbote/sdk/zod';

/** How an account gets in. */
export interface LoginDescription {
  readonly open: string;
  readonly fill: Readonly<Record<string, string>>;
  readonly click: string;
  readonly further?: readonly LoginPage[] | undefined;
  readonly loggedIn: string;
  readonly loggedOut?: string | undefined;
  readonly failed?: string | undefined;
  readonly passwordChange?: string | undefined;
  readonly sessionInAddress?: string | undefined;
  readonly keepSession?: boolean | undefined;
}

/** A page that follows, such as one that asks for a code. */
export interface LoginPage {
  readonly shows: string;
  readonly fill: Readonly<Record<string, string>>;
  readonly click: string;
}

const text = z.string().min(1);
const fill = z.record(text, z.string());

/** The shape of a login. */
export const loginDescription: ZodType<LoginDescription> = z.strictObject({
  open: text.describe('The login page.'),
  fill: fill.describe('Label to {user}, {password} or {code}.'),
  click: text.describe('The button that logs in.'),
  further: z
    .array(
      z.strictObject({
        shows: text.describe('Selector of something that is on this page only.'),
        fill: fill.describe('Label to {user}, {password} or {code}, the one-time code of the moment.'),
        click: text.describe('The button that goes on.'),
      }),
    )
    .optional()
    .describe('Pages that may follow, such as one for the one-time code.'),
  loggedIn: text.describe('Selector of something that is on every page of a session, and on no other.'),
  loggedOut: text
    .optional()
    .describe(
      'Selector of something that is on every page without a session. Needed where pages are drawn by scripts: one of both is waited for.',
    ),
  failed: text.optional().describe('Selector of the message that the login was refused.'),
  passwordChange: text.optional().describe('Selector of what asks for a new password: a case, and nobody logs in until it is answered.'),
  sessionInAddress: text
    .refine(isExpression, 'is not a regular expression')
    .optional()
    .describe('For sessions in addresses: an expression whose first group is what {session} stands for in `open`.'),
  keepSession: z.boolean().optional().describe('Whether the session is kept, sealed, for the next run. Default true.'),
});

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
