import { MvApp } from './shell.js';
import './fields.js';
import './choice-fields.js';
import './form.js';
import './lists.js';
import './pages.js';

customElements.define('mv-app', MvApp);
