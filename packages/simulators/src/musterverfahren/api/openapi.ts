import { tradeForm } from '../forms/gewerbe.ts';
import type { Field } from '../forms/field.ts';
import { recordStatuses } from './record-status.ts';

/** A JSON value of the OpenAPI description. */
export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const answer = (description: string, schema: Json, type = 'application/json'): Json => ({
  description,
  content: { [type]: { schema } },
});
const failure = (description: string): Json => answer(description, reference('Problem'), 'application/problem+json');
const unauthorized = failure('Zugriffstoken fehlt oder ist abgelaufen');

/** The OpenAPI 3.1 description that is served at `/api/openapi.json`. The shapes come from the form. */
export const openApi: Json = {
  openapi: '3.1.0',
  info: {
    title: 'Musterverfahren: Gewerbeanmeldungen',
    version: '4.2.0',
    description: 'Simulation zum Erproben. Keine echten Daten senden.',
  },
  servers: [{ url: '/' }],
  security: [{ oauth: [] }],
  paths: {
    '/api/token': { post: tokenOperation() },
    '/api/gewerbeanmeldungen': { post: createOperation(), get: findOperation() },
    '/api/gewerbeanmeldungen/{aktenzeichen}/status': { get: statusOperation(), put: changeStatusOperation() },
  },
  components: {
    securitySchemes: {
      oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/api/token', scopes: {} } } },
    },
    schemas: schemas(),
  },
};

function tokenOperation(): Json {
  const schema: Json = {
    type: 'object',
    required: ['grant_type', 'client_id', 'client_secret'],
    properties: {
      grant_type: { const: 'client_credentials' },
      client_id: { type: 'string' },
      client_secret: { type: 'string' },
    },
  };
  return {
    operationId: 'token',
    summary: 'Zugriffstoken holen',
    security: [],
    requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } },
    responses: {
      '200': answer('Zugriffstoken', reference('Token')),
      '400': { description: 'Anderer Ablauf verlangt' },
      '401': { description: 'Unbekannt oder gesperrt' },
    },
  };
}

function createOperation(): Json {
  const multipart: Json = {
    type: 'object',
    required: ['daten'],
    properties: {
      daten: reference('Gewerbeanmeldung'),
      anlage: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } },
    },
  };
  return {
    operationId: 'gewerbeanmeldungAnlegen',
    summary: 'Gewerbeanmeldung anlegen',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        schema: { type: 'string' },
        description: 'Derselbe Schlüssel liefert 24 Stunden lang denselben Datensatz.',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: reference('Gewerbeanmeldung') },
        'multipart/form-data': { schema: multipart },
      },
    },
    responses: {
      '200': answer('Mit diesem Idempotency-Key bereits angelegt', reference('Angelegt')),
      '201': answer('Angelegt', reference('Angelegt')),
      '401': unauthorized,
      '422': failure('Nicht vollständig oder nicht gültig'),
    },
  };
}

function findOperation(): Json {
  const hits: Json = {
    type: 'object',
    required: ['treffer'],
    properties: { treffer: { type: 'array', items: reference('Treffer') } },
  };
  return {
    operationId: 'gewerbeanmeldungenSuchen',
    summary: 'Nach Fremdschlüssel suchen',
    parameters: [{ name: 'fremdschluessel', in: 'query', required: true, schema: { type: 'string' } }],
    responses: { '200': answer('Treffer', hits), '400': failure('Parameter fehlt'), '401': unauthorized },
  };
}

function statusOperation(): Json {
  return {
    operationId: 'gewerbeanmeldungStatus',
    summary: 'Status eines Datensatzes',
    parameters: [{ name: 'aktenzeichen', in: 'path', required: true, schema: { type: 'string' } }],
    responses: {
      '200': answer('Status', reference('Angelegt')),
      '401': unauthorized,
      '404': failure('Unbekanntes Aktenzeichen'),
    },
  };
}

function changeStatusOperation(): Json {
  const schema: Json = { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: recordStatuses } } };
  return {
    operationId: 'gewerbeanmeldungStatusAendern',
    summary: 'Status eines Datensatzes ändern',
    parameters: [{ name: 'aktenzeichen', in: 'path', required: true, schema: { type: 'string' } }],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      '200': answer('Status', reference('Angelegt')),
      '401': unauthorized,
      '404': failure('Unbekanntes Aktenzeichen'),
      '422': failure('Unbekannter Status'),
    },
  };
}

function schemas(): Json {
  const text: Json = { type: 'string' };
  const [person, business] = tradeForm.steps;
  const detail: Json = { type: 'object', properties: { field: text, code: text, message: text } };
  const state: Json = { type: 'string', enum: recordStatuses };
  return {
    Token: {
      type: 'object',
      properties: { access_token: text, token_type: { const: 'Bearer' }, expires_in: { type: 'integer' } },
    },
    Person: group(person?.fields ?? []),
    Betrieb: group(business?.fields ?? []),
    Anlage: {
      type: 'object',
      required: ['name', 'mediaType', 'inhalt'],
      properties: { name: text, mediaType: text, inhalt: { type: 'string', contentEncoding: 'base64' } },
    },
    Gewerbeanmeldung: {
      type: 'object',
      additionalProperties: false,
      required: ['person', 'betrieb', 'taetigkeiten'],
      properties: {
        fremdschluessel: { type: 'string', maxLength: 64 },
        bemerkung: { type: 'string', maxLength: 500 },
        person: reference('Person'),
        betrieb: reference('Betrieb'),
        taetigkeiten: { type: 'array', minItems: 1, items: { type: 'string', maxLength: 200 } },
        anlagen: { type: 'array', items: reference('Anlage') },
      },
    },
    Treffer: { type: 'object', properties: { aktenzeichen: text, status: state } },
    Angelegt: { type: 'object', properties: { aktenzeichen: text, fremdschluessel: text, status: state } },
    Problem: {
      type: 'object',
      properties: {
        type: text,
        title: text,
        status: { type: 'integer' },
        errors: { type: 'array', items: detail },
      },
    },
  };
}

function group(fields: readonly Field[]): Json {
  const nameOf = (field: Field): string => field.name.slice(field.name.indexOf('_') + 1);
  return {
    type: 'object',
    additionalProperties: false,
    required: fields.filter((field) => field.required).map(nameOf),
    properties: Object.fromEntries(fields.map((field) => [nameOf(field), property(field)])),
  };
}

function property(field: Field): Json {
  if (field.kind === 'checkbox') return { type: 'boolean', title: field.label };
  return {
    type: 'string',
    title: field.label,
    maxLength: field.maxLength ?? 120,
    ...(field.kind === 'date' ? { format: 'date' } : {}),
    ...(field.pattern ? { pattern: field.pattern.test.source } : {}),
    ...(field.choices ? { enum: field.choices.map((choice) => choice.value) } : {}),
  };
}
