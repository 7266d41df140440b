import { sheet } from './style.js';

/** A custom element with an open shadow root and the stylesheet of the application. */
export class MvElement extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
    this.shadowRoot.adoptedStyleSheets = [sheet];
  }

  show(...children) {
    this.shadowRoot.replaceChildren(...children.filter(Boolean));
  }

  find(selector) {
    return this.shadowRoot.querySelector(selector);
  }

  /** Tells an event to everybody around, across shadow roots. */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** Makes an element: `on…` are listeners, other strings attributes, everything else properties. */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (typeof value === 'object') made[name] = value;
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return made;
}
