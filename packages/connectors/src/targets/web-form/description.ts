import { type FieldDeclarations, fieldDeclarations } from '@amtsbote/sdk';
import { type ZodType, z } from '@amtsbote/sdk/zod';
import { type LoginDescription, loginDescription } from './login-description.ts';
import { type RuleDescription, type ScreenDescription, ruleDescriptions, screenDescription } from './rule-description.ts';

/** One step through the pages of a form. Exactly one of its keys is given. */
export type FormStep =
  | { readonly open: string }
  | { readonly fill: Readonly<Record<string, string>> }
  | { readonly rows: RowsStep }
  | { readonly upload: Readonly<Record<string, string>> }
  | { readonly click: string }
  | { readonly expect: string };

/** Fills one row per entry of a list. */
export interface RowsStep {
  readonly each: string;
  readonly add?: string | undefined;
  readonly addFirst?: boolean | undefined;
  readonly fill: Readonly<Record<string, string>>;
}

/** A request of the page. */
export interface RequestDescription {
  readonly method?: string | undefined;
  readonly path: string;
  readonly host?: string | undefined;
  readonly body?: string | undefined;
}

/** The one irreversible click. */
export interface CommitDescription {
  readonly send?: 'directly' | 'browser' | undefined;
  readonly click: string;
  readonly saved?: string | undefined;
  readonly confirm?: readonly string[] | undefined;
  readonly request: RequestDescription;
  readonly followUps?: readonly (RequestDescription & { readonly click: string })[] | undefined;
  readonly harmless?: readonly RequestDescription[] | undefined;
}

/** A further act on the record that the first one made. */
export interface FurtherDescription {
  readonly name: string;
  readonly steps: readonly FormStep[];
  readonly commit: CommitDescription;
  readonly repeatable?: boolean | undefined;
}

/** What proves that content was refused. */
export interface RejectionDescription {
  readonly selector?: string | undefined;
  readonly text?: string | undefined;
  readonly reason?: string | undefined;
  readonly code: string;
}

/** How one type of record is entered, proven and found. */
export interface RecordDescription {
  readonly fields: FieldDeclarations;
  readonly steps: readonly FormStep[];
  readonly externalReference?: string | undefined;
  readonly commit: CommitDescription;
  readonly further?: readonly FurtherDescription[] | undefined;
  readonly resume?: string | undefined;
  readonly rules?: Readonly<Record<string, RuleDescription>> | undefined;
  readonly screens?: readonly ScreenDescription[] | 'unchecked' | undefined;
  readonly confirmation: { readonly selector: string; readonly pattern?: string | undefined };
  readonly verify?: { readonly open: string; readonly fields: Readonly<Record<string, string>> } | undefined;
  readonly find?: FindDescription | undefined;
  readonly errors?: ErrorsDescription | undefined;
  readonly rejections?: readonly RejectionDescription[] | undefined;
}

/** How a record is looked up by its delivery key. */
export interface FindDescription {
  readonly open: string;
  readonly rows: string;
  readonly rowShowsKey?: boolean | undefined;
  readonly reference: { readonly selector?: string | undefined; readonly pattern?: string | undefined };
  readonly empty?: string | undefined;
}

/** How the target complains about what was entered. */
export interface ErrorsDescription {
  readonly selector: string;
  readonly technical?: string | undefined;
  readonly provesNotSaved?: boolean | undefined;
}

/** Options of the target `web-form`. Each field is described in {@link webFormOptions}. */
export interface WebFormOptions {
  readonly baseUrl: string;
  readonly browser?: string | undefined;
  readonly account?: { readonly user: string; readonly password: string; readonly oneTimeCodes?: string | undefined } | undefined;
  readonly login?: LoginDescription | undefined;
  readonly capabilities?:
    | {
        readonly find?: 'authoritative' | 'hint' | 'none' | undefined;
        readonly maxInFlightMs?: number | undefined;
        readonly visibilityLagMs?: number | undefined;
      }
    | undefined;
  readonly timeoutMs?: number | undefined;
  readonly notices?: readonly { readonly shows: string; readonly click: string }[] | undefined;
  readonly unmasked?: { readonly fields?: readonly string[] | undefined; readonly selectors?: readonly string[] | undefined } | undefined;
  readonly dialogs?: readonly { readonly message: string; readonly answer: 'accept' | 'dismiss' }[] | undefined;
  readonly records: Readonly<Record<string, RecordDescription>>;
}

const text = z.string().min(1);
const expression = text.refine(isExpression, 'is not a regular expression');
const templates = z.record(text, z.string());

const request = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional().describe('Method of the request; POST unless given.'),
  path: text.describe('Path without query; * stands for anything but /, ** for anything.'),
  host: text.optional().describe('Host with port; that of the page unless given, * for any.'),
  body: expression.optional().describe('What its body holds; for applications that send everything to one path.'),
};

const step: ZodType<FormStep> = z.union([
  z.strictObject({
    open: text.describe('Loads this path; {field} is filled in, percent-encoded; {session} as in `login.sessionInAddress`.'),
  }),
  z.strictObject({
    fill: templates.describe(
      'Label to value: {field}, {deliveryKey} or fixed text; a list of texts for fields that take several. A field without a value is left alone.',
    ),
  }),
  z.strictObject({
    rows: z.strictObject({
      each: text.describe('The list field; one row per entry.'),
      add: text.optional().describe('The button that adds a row.'),
      addFirst: z.boolean().optional().describe('True when the first row must be added as well. Default false.'),
      fill: templates.describe('Label to value; {n} in a label counts from 1; {value} is an entry that is plain text.'),
    }),
  }),
  z.strictObject({ upload: templates.describe('Label of the upload field to {field} of type attachment.') }),
  z.strictObject({ click: text.describe('The button or link with this name; css=… for a selector. Must not save.') }),
  z.strictObject({ expect: text.describe('A heading or text that must be on the page before going on.') }),
]);

const commit: ZodType<CommitDescription> = z.strictObject({
  click: text.describe('The button that saves.'),
  saved: text.optional().describe('Selector of what shows that this act was saved; needed where a further one follows. Not there before.'),
  confirm: z.array(text).optional().describe('Buttons to click after it, until the request leaves: those of a window that asks once more.'),
  request: z.strictObject(request).describe('The request that saves; it is held until the intent is durable.'),
  send: z
    .enum(['directly', 'browser'])
    .optional()
    .describe('Who sends it: `directly` this process, once and no more; `browser` where only browsers read the answers. Default directly.'),
  followUps: z
    .array(z.strictObject({ click: text.describe('The button of the further page.'), ...request }))
    .optional()
    .describe('Pages that may ask once more, such as "are you sure".'),
  harmless: z.array(z.strictObject(request)).optional().describe('Writes of the page that save nothing.'),
});

const record: ZodType<RecordDescription> = z.strictObject({
  fields: fieldDeclarations.describe('The fields of the record.'),
  steps: z.array(step).min(1).describe('The way through the form, up to the click that saves.'),
  externalReference: text.optional().describe('Label that takes the delivery key; filled together with the last `fill`.'),
  commit: commit.describe('The one irreversible click; the first one where several acts make a record.'),
  further: z
    .array(
      z.strictObject({
        name: text.describe('What it adds, such as `address`: a fixed phrase for history and cases.'),
        steps: z.array(step).min(1).describe('The way to it, from the page that shows the act before; begin with the click on its tab.'),
        commit: commit.describe('The click that saves it.'),
        repeatable: z.boolean().optional().describe('True when saving it twice does no harm. Default false.'),
      }),
    )
    .min(1)
    .optional()
    .describe('Further acts that complete the record which `commit` makes, in their order: tabs that save one by one. Needs `verify`.'),
  resume: text
    .optional()
    .describe('The page that goes on with a record that was begun, with {reference}: the acts that it lacks are done there.'),
  rules: ruleDescriptions.optional().describe('What is known of fields beyond their labels, by label.'),
  screens: z
    .union([z.array(screenDescription), z.literal('unchecked')])
    .optional()
    .describe('Screens to look at before the first delivery of a run, beside the first one of the steps; `unchecked` to look at none.'),
  confirmation: z.strictObject({
    selector: text.describe('Where the reference stands after saving; must not be there before.'),
    pattern: expression.optional().describe('The reference inside that text: its first group, or the whole match.'),
  }),
  verify: z
    .strictObject({
      open: text.describe('The page of the saved record, with {reference}.'),
      fields: templates.describe('Label to value, as in `fill`: what the saved record must show.'),
    })
    .optional()
    .describe('Compares the saved record, freshly loaded, with what was sent.'),
  find: z
    .strictObject({
      open: text.describe('The search page, with {deliveryKey}.'),
      rows: text.describe('Selector of the hits.'),
      rowShowsKey: z.boolean().optional().describe('Whether each hit shows the delivery key; if so it must. Default true.'),
      reference: z.strictObject({
        selector: text.optional().describe('The reference inside a hit; the whole hit unless given.'),
        pattern: expression.optional().describe('The reference inside that text.'),
      }),
      empty: text.optional().describe('Selector of what the page shows when there are no hits; without hits it must be there.'),
    })
    .optional()
    .describe('Looks a record up by its delivery key.'),
  errors: z
    .strictObject({
      selector: text.describe('CSS selector of messages about what was entered.'),
      technical: expression.optional().describe('What messages say that mean trouble of the target itself: tried again later.'),
      provesNotSaved: z
        .boolean()
        .optional()
        .describe('True when such a message as the answer to saving means that nothing was saved. Default false.'),
    })
    .optional()
    .describe('How the target complains. Only labels are passed on, never the messages.'),
  rejections: z
    .array(
      z.strictObject({
        selector: text.optional().describe('Where to look; the messages of `errors` unless given.'),
        text: expression.optional().describe('What must stand there.'),
        code: text.describe('The official code for the portal.'),
        reason: text.optional().describe('What the portal is told. The message itself may quote somebody, so it is not passed on.'),
      }),
    )
    .optional()
    .describe('Messages that mean a fault of the content: the delivery is rejected.'),
});

/** The shape of the options. */
export const webFormOptions: ZodType<WebFormOptions> = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).describe('Address of the application.'),
  browser: text.optional().describe('A browser other than the one found: a program, or a channel such as msedge.'),
  account: z
    .strictObject({
      user: text.describe('Reference of a secret: the user name.'),
      password: text.describe('Reference of a secret: the password.'),
      oneTimeCodes: text.optional().describe('Reference of a secret: that of the one-time codes, in base32 or as otpauth address.'),
    })
    .optional()
    .describe('The account; needed with `login`.'),
  login: loginDescription.optional().describe('How to log in; without it the target asks for no login.'),
  capabilities: z
    .strictObject({
      find: z.enum(['authoritative', 'hint', 'none']).optional().describe('What "not found" proves. Default: hint with `find`, else none.'),
      maxInFlightMs: z.int().nonnegative().optional().describe('How long a request may take effect after our death. Default 60000.'),
      visibilityLagMs: z.int().nonnegative().optional().describe('How late a search shows a new record. Default 0.'),
    })
    .optional()
    .describe('What the target promises.'),
  timeoutMs: z.int().positive().optional().describe('Longest page load or single action. Default 15000.'),
  dialogs: z
    .array(
      z.strictObject({
        message: expression.describe('The text of the dialog.'),
        answer: z.enum(['accept', 'dismiss']).describe('What to answer.'),
      }),
    )
    .optional()
    .describe('Dialogs that are expected. Any other stops the delivery before the commit.'),
  notices: z
    .array(
      z.strictObject({
        shows: text.describe('A text of the notice; css=… for a selector.'),
        click: text.describe('The button or link that leads past it. Must not save.'),
      }),
    )
    .optional()
    .describe('What may lie over or before a page, such as a cookie banner. Whatever else does stops the delivery.'),
  unmasked: z
    .strictObject({
      fields: z.array(text).optional().describe('Fields of the record whose values evidence may show.'),
      selectors: z.array(text).optional().describe('Selectors of controls and cells that evidence may show.'),
    })
    .optional()
    .describe('What evidence may show; everything else is masked, passwords always.'),
  records: z.record(text, record).describe('How each type of record is entered.'),
});

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
