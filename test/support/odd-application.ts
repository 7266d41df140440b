import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A record of the odd application, and what its form sent. */
export interface OddRecord {
  readonly number: number;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * A small application with habits of foreign software: a login that asks for a client, the way out in a closed menu, a page that asks before
 * it shows the form to strangers, addresses made for once, answers that break the rules of HTTP, messages that wait in the session until
 * somebody sees them, and, as an alternative, everything sent to one path.
 */
export class OddApplication {
  readonly records: OddRecord[] = [];
  /** Messages that the next page of a record shows. */
  readonly waiting: string[] = [];
  /** Whether answers to saving break the rules of HTTP. */
  breaksHttp = false;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  readonly #onceOnly = new Set<string>();

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://app');
    const body = await read(request);
    if (url.pathname === '/login') return this.#logIn(new URLSearchParams(body), response);
    const isKnown = request.headers.cookie?.includes('sitzung=ja') === true;
    if (!isKnown) return show(response, loginPage);
    if (request.method === 'POST')
      return url.pathname === '/rpc' ? this.#rpc(body, response) : this.#save(new URLSearchParams(body), response);
    if (url.pathname === '/neu') return this.#form(url, response);
    if (url.pathname === '/suche') return show(response, page(this.#search(url.searchParams.get('q') ?? '')));
    const number = Number(/^\/akte\/(\d+)$/.exec(url.pathname)?.[1]);
    return show(response, page(this.#record(number)));
  }

  #logIn(form: URLSearchParams, response: ServerResponse): void {
    const isRight = form.get('mandant') === '17' && form.get('user') === 'amtsbote' && form.get('password') === 'richtig';
    if (!isRight) return show(response, `<p class="fehler">Anmeldung abgelehnt</p>${loginPage}`);
    response.writeHead(302, { location: '/', 'set-cookie': 'sitzung=ja; path=/' }).end();
  }

  #form(url: URL, response: ServerResponse): void {
    if (this.#onceOnly.delete(url.searchParams.get('t') ?? '')) return show(response, page(formPage));
    const once = randomBytes(16).toString('hex');
    this.#onceOnly.add(once);
    show(response, page(`<h1>Fremder Aufruf</h1><p>Sie kommen von anderswo. <a href="/neu?t=${once}">Formular öffnen</a></p>`));
  }

  #keep(form: URLSearchParams): number {
    const number = 4711 + this.records.length;
    this.records.push({ number, fields: Object.fromEntries(form) });
    this.waiting.push(`Akte #${number} wurde angelegt.`);
    return number;
  }

  #save(form: URLSearchParams, response: ServerResponse): void {
    if (form.get('familie') === '')
      return show(response, page(`<ul class="fehler"><li>Familienname muss ausgefüllt werden</li></ul>${formPage}`));
    const location = `/akte/${this.#keep(form)}`;
    if (!this.breaksHttp) return void response.writeHead(302, { location }).end();
    response.socket?.end(
      `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n0\r\n\r\n`,
    );
  }

  #rpc(body: string, response: ServerResponse): void {
    const { method, params } = JSON.parse(body) as { method: string; params: Record<string, string> };
    const result = method === 'akte.create' ? this.#keep(new URLSearchParams(params)) : null;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result }));
  }

  #record(number: number): string {
    const found = this.records.find((each) => each.number === number);
    if (found === undefined) return '<h1>Übersicht</h1>';
    const messages = this.waiting.splice(0).map((each) => `<div class="meldung">${each}</div>`);
    const shown = (words: string, name: string): string =>
      `<div class="zeile"><div class="wort"><span>${words}:</span></div><div>${found.fields[name] ?? ''}</div></div>`;
    return `${messages.join('')}${shown('Familienname', 'familie')}${shown('Bemerkung', 'bemerkung')}${shown('Art', 'art')}${shown('Fremdschlüssel', 'schluessel')}`;
  }

  /** A hit takes two rows in a body of its own, and does not show the key. */
  #search(key: string): string {
    const hits = this.records.filter(({ fields }) => fields['schluessel'] === key);
    if (hits.length === 0) return '<h3>Ergebnisse (0)</h3>';
    const rows = hits.map(
      ({ number }) =>
        `<tbody class="treffer"><tr class="odd"><td>${number}</td><td>Akte</td></tr><tr class="odd"><td>offen</td><td>neu</td></tr></tbody>`,
    );
    return `<h3>Ergebnisse (${hits.length})</h3><table>${rows.join('')}</table>`;
  }
}

const line = (words: string, field: string): string =>
  `<div class="zeile"><div class="wort"><span>${words}:</span></div><div class="wert"><input type="hidden" name="x" value="1">${field}</div></div>`;

/** A select that a script draws over a native one, with a search in a box that opens elsewhere. */
const drawnSelect =
  '<select id="art" name="art" style="position:absolute;width:1px;border:0;padding:0;opacity:0"><option>-</option><option>Hund</option><option>Katze</option></select>' +
  '<span id="box"><span role="combobox" aria-haspopup="true" tabindex="0"><span role="textbox" aria-readonly="true">-</span></span></span>';

const loginPage = document(`<form method="post" action="/login">
  <label>Mandant <select name="mandant"><option value="1">Amt Nord</option><option value="17">Amt Süd</option></select></label>
  <label>Benutzer <input name="user"></label><label>Passwort <input type="password" name="password"></label><button>Anmelden</button></form>`);

const formPage = `<h1>Neue Akte</h1><form method="post" action="/neu">
  ${line('Familienname', '<input name="familie">')}${line('Bemerkung', '<textarea name="bemerkung"></textarea>')}
  ${line('Art', drawnSelect)}${line('Fremdschlüssel', '<input name="schluessel">')}<button>Speichern</button></form>
  <div id="auswahl" style="position:absolute;display:none"><input id="suche"><ul><li>Hund</li><li>Katze</li></ul></div>
  <button id="rpc">Schnell speichern</button><script>
  const box = document.getElementById('box'), list = document.getElementById('auswahl'), kind = document.getElementById('art');
  const draw = () => { box.firstChild.firstChild.textContent = kind.selectedOptions[0].text; list.style.display = 'none'; };
  box.onclick = () => { list.style.display = 'block'; document.getElementById('suche').focus(); };
  list.onmouseup = (event) => { if (event.target.tagName !== 'LI') return; kind.value = event.target.textContent; draw(); };
  const send = (method, params) => fetch('/rpc', { method: 'POST', body: JSON.stringify({ method, params }) }).then((each) => each.json());
  document.getElementById('rpc').onclick = async () => {
    await send('akte.check', {});
    const { result } = await send('akte.create', Object.fromEntries(new FormData(document.forms[0])));
    location.href = '/akte/' + result;
  };</script>`;

function page(content: string): string {
  return document(`<nav><b>Menü</b><ul style="display:none"><li><a href="/logout">Abmelden</a></li></ul></nav>${content}`);
}

function document(content: string): string {
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Akten</title></head><body>${content}</body></html>`;
}

function show(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
