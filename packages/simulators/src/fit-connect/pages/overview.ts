import { markup, type Html } from '../../shared/markup.ts';
import type { App } from '../app.ts';
import type { Destination } from '../destinations.ts';
import type { State } from '../dialect/states.ts';
import type { Reply } from '../http/http-types.ts';
import type { Item } from '../store/items.ts';
import { layout, timeText } from './layout.ts';

const longestList = 200;

/** German names of the states. */
export const stateTexts: Readonly<Record<State, string>> = {
  incomplete: 'unvollständig',
  submitted: 'eingereicht',
  forwarded: 'weitergeleitet',
  accepted: 'angenommen',
  rejected: 'abgelehnt',
  deleted: 'gelöscht',
};

/** `/`: destinations, and the latest submissions and replies. */
export function showOverview(app: App): Reply {
  const items = app.store.items.latest(longestList);
  const faults = app.faults.list();
  const main = markup`<dl><dt>Submission API</dt><dd>${app.urls.submission}</dd><dt>Token</dt><dd>${app.urls.token}</dd>
<dt>Uhr</dt><dd>${timeText(app.clock.now())}</dd>
<dt>Störungen</dt><dd>${faults.length === 0 ? 'keine' : faults.map(({ kind }) => kind).join(', ')}</dd></dl>
<h2>Zustellpunkte</h2>${destinationTable(app, app.store.directory.destinations())}
<h2>Einreichungen und Antworten</h2>${itemTable(items, serviceNames(app))}`;
  return layout({ title: 'Übersicht', main });
}

function destinationTable(app: App, destinations: readonly Destination[]): Html {
  const clients = app.store.directory.clients();
  const rows = destinations.map(({ destinationId, name, status, services, callback }) => {
    const linked = clients.filter(({ clientId }) => app.store.directory.linkedTo(clientId).includes(destinationId));
    return markup`<tr><td><code>${destinationId}</code></td><td>${name}</td><td>${status}</td><td>${services.map((service) => service.name).join(', ')}</td><td>${linked.map((client) => client.name).join(', ')}</td><td>${callback?.url ?? '–'}</td></tr>`;
  });
  return markup`<table class="liste"><thead><tr><th>Kennung</th><th>Name</th><th>Zustand</th><th>Leistungen</th><th>Empfänger</th><th>Callback</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function itemTable(items: readonly Item[], names: ReadonlyMap<string, string>): Html {
  if (items.length === 0) return markup`<p class="meldung">Noch nichts eingereicht.</p>`;
  const rows = items.map(
    ({ itemId, kind, caseId, state, service, submittedAt, announced }) =>
      markup`<tr><td><a href="/cases/${caseId}"><code>${itemId}</code></a></td><td>${kind === 'reply' ? 'Antwort' : (names.get(service?.identifier ?? '') ?? service?.identifier)}</td><td>${stateTexts[state]}</td><td>${announced.length}</td><td>${timeText(submittedAt)}</td></tr>`,
  );
  return markup`<table class="liste"><thead><tr><th>Kennung</th><th>Leistung</th><th>Zustand</th><th>Anlagen</th><th>Eingereicht</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function serviceNames(app: App): ReadonlyMap<string, string> {
  const services = app.store.directory.destinations().flatMap((destination) => destination.services);
  return new Map(services.map(({ identifier, name }) => [identifier, name]));
}
