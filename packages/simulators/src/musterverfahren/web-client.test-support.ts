import { demoApiClient, demoUser, type Musterverfahren } from './index.ts';
import type { Fault, StoredRecord, WriteEntry } from './index.ts';

/** A page as a test sees it, after redirects. */
export interface SeenPage {
  readonly status: number;
  readonly path: string;
  readonly text: string;
}

type Fields = Readonly<Record<string, string | Blob>>;

/** A browser without a window: one cookie, redirects followed by GET. */
export class WebClient {
  readonly #url: string;
  #cookie = '';

  constructor(app: Musterverfahren) {
    this.#url = app.url;
  }

  get cookie(): string {
    return this.#cookie;
  }

  async get(path: string): Promise<SeenPage> {
    return this.#follow(await this.#send('GET', path));
  }

  /** Sends fields; as multipart when one of them is a file. */
  async post(path: string, fields: Fields = {}): Promise<SeenPage> {
    return this.#follow(await this.#send('POST', path, toBody(fields)));
  }

  signIn(password: string = demoUser.password): Promise<SeenPage> {
    return this.post('/anmelden', { benutzername: demoUser.name, kennwort: password });
  }

  /** Opens the form and returns the id of the draft. */
  async begin(kind: string): Promise<string> {
    return draftIn(await this.get(`/${kind}/neu`));
  }

  async #send(method: string, path: string, body?: URLSearchParams | FormData): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: { cookie: this.#cookie },
      ...(body ? { body } : {}),
    });
    const cookie = answer.headers.get('set-cookie');
    if (cookie !== null) this.#cookie = cookie.split(';')[0] ?? '';
    return answer;
  }

  async #follow(answer: Response): Promise<SeenPage> {
    const location = answer.status === 303 ? answer.headers.get('location') : null;
    if (location !== null) return this.get(location);
    const { pathname, search } = new URL(answer.url);
    return { status: answer.status, path: pathname + search, text: await answer.text() };
  }
}

/** The fields of a dog registration, page by page; `changes` replace single ones. */
function dogPages(changes: Readonly<Record<string, string>> = {}): readonly [string, Record<string, string>][] {
  const pages: [string, Record<string, string>][] = [
    ['halter', { anrede: 'Frau', familienname: 'Beispiel', vorname: 'Erika', geburtsdatum: '12.10.1965' }],
    [
      'anschrift',
      {
        strasse: 'Hauptstraße',
        hausnummer: '1a',
        postleitzahl: '03046',
        ort: 'Cottbus',
        telefon: '0500',
        email: '',
      },
    ],
    [
      'tier',
      {
        hundename: 'Bello',
        rasse: 'Dackel',
        geschlecht: 'w',
        haltungsbeginn: '2026-05-01',
        bemerkung: '',
        fremdschluessel: 'K-1',
      },
    ],
  ];
  return pages.map(([step, fields]) => [
    step,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, changes[name] ?? value])),
  ]);
}

/** Fills in all pages of a dog registration and returns the id of the draft, ready to be saved. */
export async function fillDog(client: WebClient, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const entwurf = await client.begin('hund');
  for (const [step, fields] of dogPages(changes)) await client.post(`/hund/neu/${step}`, { entwurf, aktion: 'weiter', ...fields });
  return entwurf;
}

/** Enters a dog registration and returns the page at the end. */
export async function enterDog(client: WebClient, changes: Readonly<Record<string, string>> = {}): Promise<SeenPage> {
  return client.post('/hund/neu/speichern', { entwurf: await fillDog(client, changes) });
}

function draftIn(page: SeenPage): string {
  return /name="entwurf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
}

export function aktenzeichenIn(page: SeenPage): string {
  return /data-testid="aktenzeichen">([^<]*)</.exec(page.text)?.[1] ?? '';
}

export async function witnessed(app: Musterverfahren, kind = ''): Promise<readonly StoredRecord[]> {
  const answer = await fetch(`${app.url}/__witness/records${kind === '' ? '' : `?kind=${kind}`}`);
  return ((await answer.json()) as { records: StoredRecord[] }).records;
}

export async function writesSeen(app: Musterverfahren): Promise<readonly WriteEntry[]> {
  return ((await (await fetch(`${app.url}/__witness/requests`)).json()) as { requests: WriteEntry[] }).requests;
}

export async function arm(app: Musterverfahren, ...faults: readonly Fault[]): Promise<void> {
  await fetch(`${app.url}/__faults`, { method: 'POST', body: JSON.stringify(faults) });
}

export async function tokenFor(app: Musterverfahren): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: demoApiClient.name,
    client_secret: demoApiClient.password,
  });
  const answer = await fetch(`${app.url}/api/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

function toBody(fields: Fields): URLSearchParams | FormData {
  const entries = Object.entries(fields);
  if (!entries.some(([, value]) => value instanceof Blob)) return new URLSearchParams(entries as [string, string][]);
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}
