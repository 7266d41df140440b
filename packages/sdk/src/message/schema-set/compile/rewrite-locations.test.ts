import { expect, test } from 'vitest';
import { rewriteLocations } from './rewrite-locations.ts';

function rewritten(schema: string, targets: readonly (string | undefined)[]): string {
  return Buffer.from(rewriteLocations(Buffer.from(schema), targets)).toString();
}

test('only the locations of references change; every other byte and every line stays', () => {
  const schema = `<?xml version="1.0"?>
<!DOCTYPE schema [ <!ENTITY x "]>"> <!-- ' --> ]>
<!-- <xs:import schemaLocation="comment.xsd"/> -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" a=">">
  <xs:import namespace="urn:a"
     schemaLocation = 'http://x.invalid/a.xsd' />
  <xs:include schemaLocation="b.xsd"></xs:include>
  <xs:annotation><xs:appinfo><xs:import schemaLocation="inner.xsd"/></xs:appinfo></xs:annotation>
  <xs:import namespace="urn:ü"/>
  <xs:redefine schemaLocation="d.xsd"><xs:simpleType name="t"/></xs:redefine>
</xs:schema>`;
  expect(rewritten(schema, ['/1', '/2', '/3', undefined])).toBe(
    schema
      .replace("'http://x.invalid/a.xsd'", '"/1"')
      .replace('"b.xsd"', '"/2"')
      .replace('namespace="urn:ü"/>', 'namespace="urn:ü" schemaLocation="/3"/>'),
  );
});

test('a target is never read as a pattern of replacement', () => {
  const schema = '<s:schema><s:include schemaLocation="a"/></s:schema>';
  expect(rewritten(schema, ["/$1$&$'"])).toContain(`schemaLocation="/$1$&$'"`);
});
