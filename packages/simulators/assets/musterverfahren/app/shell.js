import { enhance } from '../quirks.js';
import { MvElement, h } from './element.js';
import { ServerError, ask } from './server.js';

const areas = [
  ['/', 'Übersicht'],
  ['/suche', 'Suche'],
  ['/hund', 'Hundesteuer'],
  ['/gewerbe', 'Gewerbe'],
  ['/schulwechsel', 'Schulwechsel'],
  ['/bauantrag', 'Bauanträge'],
];

/** The frame of the application: who is signed in, where one is, messages that pass. */
export class MvApp extends MvElement {
  #user;
  #toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

  connectedCallback() {
    addEventListener('popstate', () => this.#route());
    addEventListener('mv-abgemeldet', (event) => this.#signedOut(event.detail));
    addEventListener('unhandledrejection', (event) => this.#failed(event));
    addEventListener('mv-stufe', (event) => this.#go(`/anmelden/${event.detail.stufe}`));
    this.addEventListener('mv-gehe', (event) => this.#go(event.detail));
    this.addEventListener('mv-meldung', (event) => this.#toast(event.detail));
    this.addEventListener('mv-angemeldet', (event) => {
      this.#user = event.detail.benutzer;
      this.#go(event.detail.ziel ?? '/');
    });
    this.shadowRoot.addEventListener('click', (event) => this.#follow(event));
    if (this.dataset.quirks.includes('cookie-banner')) enhance(document, ['cookie-banner']);
    this.#route();
  }

  #follow(event) {
    const link = event.composedPath().find((each) => each.localName === 'a' && each.getAttribute('href')?.startsWith('/'));
    if (!link) return;
    event.preventDefault();
    this.#go(link.getAttribute('href'));
  }

  #go(address) {
    history.pushState(undefined, '', address);
    return this.#route();
  }

  async #route() {
    const { pathname, searchParams } = new URL(location.href);
    if (pathname.startsWith('/anmelden'))
      return this.#showPage(h('mv-anmelden', { stufe: { name: pathname.split('/')[2] }, class: 'schmal' }));
    this.#user ??= (await ask('GET', 'ich')).benutzer;
    const [, kind, key, sub] = pathname.split('/');
    if (pathname === '/') return this.#showPage(h('mv-uebersicht'));
    if (kind === 'suche') return this.#showPage(h('mv-suche', { begriff: { text: searchParams.get('begriff') ?? '' } }));
    if (key === undefined) return this.#showPage(h('mv-bestand', { 'data-art': kind }));
    if (key === 'neu' || sub === 'bearbeiten') {
      const begun = key === 'neu' ? {} : { 'data-aktenzeichen': key };
      return this.#showPage(h('mv-erfassung', { 'data-art': kind, 'data-quirks': this.dataset.quirks, ...begun }));
    }
    return this.#showPage(h(sub === 'bestaetigung' ? 'mv-bestaetigung' : 'mv-datensatz', { 'data-art': kind, 'data-aktenzeichen': key }));
  }

  #showPage(page) {
    const user = location.pathname.startsWith('/anmelden') ? undefined : this.#user;
    this.show(
      h(
        'header',
        {},
        h('a', { href: '/', class: 'marke' }, 'Musterverfahren'),
        h('span', { class: 'amt' }, 'Stadt Musterstadt'),
        user && this.#account(user),
      ),
      user &&
        h(
          'nav',
          { 'aria-label': 'Hauptnavigation' },
          areas.map(([href, label]) => h('a', { href, 'aria-current': this.#isCurrent(href) && 'page' }, label)),
        ),
      h('main', {}, page),
      this.#toasts,
    );
  }

  #account(user) {
    const leave = async () => {
      await ask('DELETE', 'anmeldung');
      this.#user = undefined;
      this.#go('/anmelden');
    };
    return h(
      'span',
      { class: 'konto' },
      h('span', { class: 'bild', 'aria-hidden': 'true' }, user[0].toUpperCase()),
      user,
      h('button', { type: 'button', onclick: leave }, 'Abmelden'),
    );
  }

  #isCurrent(href) {
    return href === '/' ? location.pathname === '/' : location.pathname.startsWith(href);
  }

  #signedOut({ grund }) {
    const goal = location.pathname;
    this.#user = undefined;
    const query = new URLSearchParams({
      ...(grund === 'zeit' && { grund }),
      ...(goal !== '/' && !goal.startsWith('/anmelden') && { ziel: goal }),
    });
    this.#go(`/anmelden${query.size > 0 ? `?${query}` : ''}`);
  }

  #failed(event) {
    if (!(event.reason instanceof ServerError)) return;
    event.preventDefault();
    this.#toast({ text: event.reason.message, art: 'fehler' });
  }

  #toast({ text, art }) {
    const toast = h('div', { class: `toast ${art ?? ''}` }, text);
    this.#toasts.append(toast);
    setTimeout(() => toast.remove(), 5000);
  }
}
