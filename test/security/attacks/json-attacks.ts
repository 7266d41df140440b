import type { AttackSample } from './attack-sample.ts';

/** Messages in JSON that ask for more than a message is. */
export function jsonAttacks(): readonly AttackSample[] {
  return [...depths(), ...prototypes(), ...numbers(), ...malformed(), ...masses(), ...bytes()];
}

function json(name: string, content: string | Uint8Array): AttackSample {
  return { name: `json: ${name}`, files: [{ name: 'nachricht.json', content }] };
}

function depths(): readonly AttackSample[] {
  return [50, 1000, 100_000, 2_000_000].flatMap((depth) => [
    json(`lists, depth ${depth}`, '['.repeat(depth) + ']'.repeat(depth)),
    json(`lists, depth ${depth}, never closed`, '['.repeat(depth)),
    json(`objects, depth ${depth}`, '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  ]);
}

function prototypes(): readonly AttackSample[] {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', '\\u005f_proto__'];
  return names.flatMap((name) => [
    json(`object ${name}`, `{"${name}":{"polluted":"yes","prototype":{"polluted":"yes"}}}`),
    json(`list of ${name}`, `{"a":[{"${name}":[{"polluted":"yes"}]}]}`),
  ]);
}

function numbers(): readonly AttackSample[] {
  const values = [
    '1e400',
    '-1e400',
    '1e999999999',
    '1e-999999999',
    '9'.repeat(400),
    '9'.repeat(2_000_000),
    `0.${'1'.repeat(1_000_000)}`,
    '-0',
    '01',
    '1.',
    '.5',
    '+1',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '--1',
    '1_000',
  ];
  return values.map((value, n) => json(`number ${n}`, `{"a":${value}}`));
}

function malformed(): readonly AttackSample[] {
  const texts = [
    '{"a":1,}',
    '[1,]',
    '{a:1}',
    `{'a':1}`,
    '{"a":1',
    '{"a" 1}',
    '{"a":1}{"b":2}',
    '{"a":1} x',
    '/* */{}',
    '// x\n{}',
    '{"a":"\n"}',
    '{"a":"\\x41"}',
    '{"a":"\\u12"}',
    '{"a":"\\uD800"}',
    '{"a":"\\u0000"}',
    '{"a":undefined}',
    '{"a":tru}',
    '"text"',
    '1',
    'null',
    '[]',
    '{}',
    '',
    ' ',
    '\0',
    '{"a":1,"a":2}',
    '{"a":{"b":1,"b":{}}}',
    '{"":1}',
    '{"a b":1}',
    '{"1":1}',
    '{"xmlns":"urn:x"}',
    '{"xml:base":"http:127.0.0.1"}',
  ];
  return texts.map((text, n) => json(`form ${n}`, text));
}

function masses(): readonly AttackSample[] {
  const keys = (count: number): string => Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join(',');
  return [
    ...[1000, 300_000].map((count) => json(`${count} keys`, `{${keys(count)}}`)),
    ...[1000, 3_000_000].map((count) => json(`${count} entries`, `{"a":[${'0,'.repeat(count)}0]}`)),
    json('one key 100,000 times', `{${'"a":0,'.repeat(100_000)}"a":0}`),
    json('a long key', `{"${'k'.repeat(5_000_000)}":1}`),
    json('a long text', `{"a":"${'x'.repeat(20_000_000)}"}`),
    json('escapes', `{"a":"${'\\u0041'.repeat(2_000_000)}"}`),
    json('blanks', `{${' '.repeat(20_000_000)}}`),
  ];
}

function bytes(): readonly AttackSample[] {
  return [
    json('byte order mark', '\uFEFF{"a":1}'),
    json('UTF-16', Buffer.from('\uFEFF{"a":1}', 'utf16le')),
    json('UTF-32', Buffer.from('7b000000220000006100000022000000', 'hex')),
    ...['c080', 'eda080', 'ff', 'f4908080'].map((hex) =>
      json(`bytes ${hex}`, Buffer.concat([Buffer.from('{"a":"'), Buffer.from(hex, 'hex'), Buffer.from('"}')])),
    ),
  ];
}
