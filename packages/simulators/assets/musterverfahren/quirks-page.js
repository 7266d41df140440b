import { enhance } from './quirks.js';

const names = document.querySelector('script[data-quirks]').dataset.quirks.split(' ');
enhance(document, names);
