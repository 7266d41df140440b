import { describe, expect, it } from 'vitest';
import { modelOf, simpleTypeOf, xsd } from '../schema-model/model.test-support.ts';
import { fitsType } from './fits-type.ts';

const known = modelOf(
  xsd(`<xs:simpleType name="Upper"><xs:restriction base="xs:token"><xs:pattern value="[A-Z]+"/><xs:pattern value="-"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Two"><xs:restriction base="t:Upper"><xs:length value="2"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Odd"><xs:restriction base="xs:token"><xs:pattern value="[a-z-[aeiou]]"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Named"><xs:restriction base="xs:token"><xs:pattern value="\\i\\c*"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Numbers"><xs:list itemType="xs:int"/></xs:simpleType>
    <xs:simpleType name="Some"><xs:restriction base="t:Numbers"><xs:maxLength value="2"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Either"><xs:union memberTypes="xs:boolean t:Two"/></xs:simpleType>`),
);

describe('whether a text is of a type', () => {
  it.each([
    ['Upper', ['AB', '-'], ['', 'ab', 'A-']],
    ['Two', ['AB'], ['A', 'ABC', '-']],
    ['Named', ['a1', '_x', 'ü'], ['1a']],
    ['Numbers', ['1', '1 -2 3'], ['1 a']],
    ['Some', ['1 2'], ['1 2 3']],
    ['Either', ['true', 'AB', '0'], ['A', 'no']],
  ])('%s', async (name, fitting, others) => {
    const type = simpleTypeOf(await known, name);
    expect(fitting.filter((text) => !fitsType(type, text))).toEqual([]);
    expect(others.filter((text) => fitsType(type, text))).toEqual([]);
  });

  it.each([
    ['boolean', ['true', '1'], ['yes', '']],
    ['int', ['-5', '+5'], ['5.0', 'x']],
    ['decimal', ['5.0', '.5', '5.'], ['1e5', '.']],
    ['double', ['1e5', 'INF'], ['inf']],
    ['date', ['2026-01-31', '2026-01-31+01:00'], ['31.01.2026 ', 'a']],
    ['gYear', ['2026'], ['x']],
    ['NCName', ['a-1', 'ä'], ['1a', 'a:b', '']],
    ['token', ['', 'any thing'], []],
  ])('of XML Schema: %s', async (name, fitting, others) => {
    const type = simpleTypeOf(await known, name, 'http://www.w3.org/2001/XMLSchema');
    expect(fitting.filter((text) => !fitsType(type, text))).toEqual([]);
    expect(others.filter((text) => fitsType(type, text))).toEqual([]);
  });
});
