import { markup, type Html } from '../../shared/markup.ts';
import type { App } from '../app.ts';
import { readToken } from '../crypto/event-token.ts';
import { probeJwe } from '../crypto/jwe-probe.ts';
import type { Reply } from '../http/http-types.ts';
import type { Exchange } from '../http/router.ts';
import type { LoggedEvent } from '../store/cases.ts';
import type { Item } from '../store/items.ts';
import { layout, timeText } from './layout.ts';
import { stateTexts } from './overview.ts';

/** `/cases/{id}`: what belongs to a case, and its event log with the claims of every event. */
export function showCase(app: App, { params }: Exchange): Reply {
  const found = app.store.cases.get(params['caseId'] ?? '');
  if (!found) return layout({ title: 'Vorgang nicht gefunden', main: markup`<p><a href="/">Übersicht</a></p>`, status: 404 });
  const { caseId, destinationId } = found;
  const destination = app.store.directory.destination(destinationId);
  const sender = app.store.directory.client(found.clientId);
  const main = markup`<dl><dt>Vorgang</dt><dd>${caseId}</dd><dt>Zustellpunkt</dt><dd>${destination?.name ?? destinationId}</dd><dt>Absender</dt><dd>${sender?.name ?? found.clientId}</dd></dl>
${app.store.items.ofCase(caseId).map((item) => itemSection(app, item))}
<h2>Ereignisprotokoll</h2>${app.store.cases.events(caseId).map(eventSection)}`;
  return layout({ title: 'Vorgang', main });
}

function itemSection(app: App, item: Item): Html {
  const attachments = app.store.attachments.ofItem(item.itemId);
  const rows = attachments.map(
    ({ attachmentId, size, tag }) =>
      markup`<tr><td><code>${attachmentId}</code></td><td>${size} Bytes</td><td class="hash">${tag}</td></tr>`,
  );
  return markup`<h2>${item.kind === 'reply' ? 'Antwort' : 'Einreichung'} <code>${item.itemId}</code></h2>
<dl><dt>Zustand</dt><dd data-testid="zustand">${stateTexts[item.state]}</dd><dt>Leistung</dt><dd>${item.service?.identifier ?? '–'}</dd><dt>Eingereicht</dt><dd>${timeText(item.submittedAt)}</dd>
<dt>Metadatensatz</dt><dd>${headerText(item.metadata)}</dd><dt>Fachdaten</dt><dd>${headerText(item.data)}</dd></dl>
${attachments.length > 0 && markup`<table class="liste"><thead><tr><th>Anlage</th><th>verschlüsselt</th><th>Authentication Tag</th></tr></thead><tbody>${rows}</tbody></table>`}`;
}

function headerText(jwe: string | undefined): string {
  const probed = jwe === undefined ? 'nicht vorhanden' : probeJwe(jwe);
  return typeof probed === 'string' ? probed : `verschlüsselt, ${JSON.stringify(probed.header)}`;
}

function eventSection({ act, at, issuer, jws }: LoggedEvent): Html {
  const token = readToken(jws);
  return markup`<details><summary>${timeText(at)} · <strong>${act}</strong> · ${issuer}</summary><pre>${JSON.stringify(token?.header, null, 2)}
${JSON.stringify(token?.claims, null, 2)}</pre></details>`;
}
