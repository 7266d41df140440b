import { Html, markup } from '../../../shared/markup.ts';
import { quirkScript } from '../../html/quirk-script.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { page } from '../../replies.ts';
import { latin1Page } from './latin1.ts';

/** What makes a page of the old application. */
export interface OldPage {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Colour of the background; white unless told otherwise. */
  readonly background?: string;
  /** Dialogs and quirks of a form. */
  readonly withQuirks?: boolean;
  readonly script?: string;
}

const style = `body { font: 11px Verdana, "DejaVu Sans", sans-serif; margin: 6px; color: #000; } h1 { font-size: 14px; margin: 0 0 8px; background: #d4d0c8; border-bottom: 2px groove #fff; padding: 3px 6px; }
table { font-size: 11px; } .maske { border: 2px groove #fff; background: #ece9d8; } .maske td { padding: 1px 5px; } .gruppe { background: #0a246a; color: #fff; font-weight: bold; }
input, select, textarea { font: 11px "Courier New", "DejaVu Sans Mono", monospace; border: 2px inset #d4d0c8; background: #fff; } input.knopf, .knopf { font: 11px Verdana, "DejaVu Sans", sans-serif; background: #d4d0c8; border: 2px outset #fff; padding: 1px 10px; }
.rot { color: #c00; font-weight: bold; } .liste { border-collapse: collapse; background: #fff; } .liste td, .liste th { border: 1px solid #808080; padding: 1px 6px; } .liste th { background: #d4d0c8; text-align: left; }
a { color: #00f; } td.feld { white-space: nowrap; }`;

/** A page as they were made around the turn of the century. */
export function oldPage(exchange: Exchange, { title, body, status = 200, ...more }: OldPage): Reply {
  const whole = markup`<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head><title>${title}</title><link rel="icon" href="data:,"><style>${new Html(style)}</style>${more.script !== undefined && new Html(`<script>${more.script}</script>`)}</head>
<body bgcolor="${more.background ?? '#ffffff'}">
${body}
${more.withQuirks && quirkScript(exchange.quirks)}${more.withQuirks && dialogScript(exchange)}
</body>
</html>
`;
  return exchange.quirks.has('latin1') ? latin1Page(whole, status) : page(whole, status);
}

/** An address with the session in it. */
export function withSession(exchange: Exchange, path: string, query: Readonly<Record<string, string>> = {}): string {
  return `/mv${path}?${new URLSearchParams({ SID: exchange.session?.id ?? '', ...query }).toString()}`;
}

function dialogScript(exchange: Exchange): Html | undefined {
  const fault = exchange.effects.dialog;
  if (!fault) return undefined;
  const text = JSON.stringify(fault.text ?? 'Möchten Sie wirklich fortfahren?').replaceAll('<', '\\u003c');
  const call = fault.dialog === 'confirm' ? `confirm(${text})` : `(alert(${text}), true)`;
  return new Html(fault.on === 'submit' ? `<script>vorAbsenden = function () { return ${call}; };</script>` : `<script>${call};</script>`);
}
