import { fieldsOf, type Field, type Form } from '../../forms/field.ts';
import type { FieldError } from '../../forms/validate.ts';
import { labelText } from '../../html/layout.ts';
import { Html, markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import type { Draft } from '../../sessions.ts';
import { fieldCode } from './field-codes.ts';
import { control } from './old-controls.ts';
import { oldPage, withSession } from './old-page.ts';

/** What the form shows. */
export interface Entry {
  readonly form: Form;
  readonly draft: Draft;
  readonly errors: readonly FieldError[];
}

/** The form: a table in which the text of a cell names the field in the next one. */
export function entryPage(exchange: Exchange, entry: Entry): Reply {
  const { form, draft, errors } = entry;
  const byGet = exchange.quirks.has('get-save');
  const canUpload = !byGet && !exchange.quirks.has('latin1');
  const groups = form.steps.map(
    (step) =>
      markup`<tr><td colspan="4" class="gruppe">${step.title}</td></tr>${pairs(
        step.fields.filter(({ kind }) => canUpload || kind !== 'file'),
      ).map(
        ([left, right]) =>
          markup`<tr>${cells(exchange, entry, left)}${right ? cells(exchange, entry, right) : markup`<td></td><td></td>`}</tr>`,
      )}`,
  );
  const body = markup`<h1>${form.title}</h1>${errorList(exchange, form, errors)}
<form name="maske" class="erfassung" method="${byGet ? 'get' : 'post'}" action="${withSession(exchange, `/${form.kind}/speichern`)}"${canUpload ? new Html(' enctype="multipart/form-data"') : ''}>
<input type="hidden" name="SID" value="${exchange.session?.id ?? ''}"><input type="hidden" name="ENTWURF" value="${draft.id}">
<table class="maske" cellspacing="0" width="720">${groups}</table>
<p><input type="button" class="knopf haupt" value="${labelText(exchange, 'Speichern')}" onclick="fragen()"> <input type="reset" class="knopf" value="Verwerfen"></p>
</form>`;
  return oldPage(exchange, { title: form.title, body, withQuirks: true, script: scriptOf(exchange, form) });
}

function scriptOf(exchange: Exchange, form: Form): string {
  const pick = withSession(exchange, '/auswahl', { ART: form.kind });
  const target = exchange.quirks.has('popup-saves') ? 'ergebnis' : '';
  return `
var vorAbsenden = function () { return true; };
function auswahl(feld) { window.open('${pick}&FELD=' + feld, 'auswahl', 'width=320,height=420,scrollbars=yes'); }
function uebernehmen(feld, wert, text) { document.forms.maske[feld].value = wert; document.getElementsByName(feld + 'T')[0].value = text; }
function fragen() { window.open('${withSession(exchange, '/rueckfrage')}', 'frage', 'width=420,height=140'); }
function abschicken() { if (!vorAbsenden()) return; var f = document.forms.maske; if ('${target}') { window.open('', '${target}', 'width=520,height=220'); f.target = '${target}'; } f.requestSubmit(); }
function zeile(feld) { var t = document.getElementById('T_' + feld); var z = t.rows[0].cloneNode(true); z.cells[0].innerText = t.rows.length + 1; z.getElementsByTagName('input')[0].value = ''; t.tBodies[0].appendChild(z); }`;
}

function cells(exchange: Exchange, { form, draft }: Entry, field: Field): Html {
  const mark = field.required ? markup`<font color="#cc0000">*</font>` : undefined;
  const value = draft.values[field.name] ?? '';
  return markup`<td class="feld" align="right">${labelText(exchange, field.label)}:${mark}</td><td nowrap>${control(field, fieldCode(form, field), value)}</td>`;
}

function errorList(exchange: Exchange, form: Form, errors: readonly FieldError[]): Html | undefined {
  if (errors.length === 0) return undefined;
  const lines = errors.map((error) => {
    const field = fieldsOf(form).find(({ name }) => name === error.field);
    const message = field?.kind === 'date' && error.code === 'format' ? 'Bitte ein gültiges Datum als TT.MM.JJJJ eingeben.' : error.message;
    return markup`- ${labelText(exchange, field?.label ?? error.field)}: ${message}<br>`;
  });
  return markup`<p class="rot">Fehler bei der Eingabe:<br>${lines}</p>`;
}

function pairs(fields: readonly Field[]): readonly [Field, Field | undefined][] {
  return fields.flatMap((field, index): [Field, Field | undefined][] => (index % 2 === 0 ? [[field, fields[index + 1]]] : []));
}
