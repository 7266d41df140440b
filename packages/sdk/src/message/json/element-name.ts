const nameStart = /[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff]/;
const nameRest = /[-.0-9\u00b7]/;
/** An underscore that would read as the start of an escape. */
const escapeLike = /^_x([0-9A-Fa-f]{4}([0-9A-Fa-f]{4})?)?_/;
const plainName = /^[A-Za-z][A-Za-z0-9.-]*$/;

/**
 * A key of a JSON object as an element name: characters that XML names lack (and joiners and combining marks) as `_xHHHH_`, so that different keys
 * have different names. `Vor name` becomes `Vor_x0020_name`, the empty key `_x_`.
 */
export function elementName(key: string): string {
  if (plainName.test(key)) return key;
  if (key === '') return '_x_';
  let name = '';
  let index = 0;
  for (const character of key) {
    const fits = nameStart.test(character) || (index > 0 && nameRest.test(character));
    name += fits && !(character === '_' && escapeLike.test(key.slice(index))) ? character : escape(character);
    index += character.length;
  }
  return name;
}

function escape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `_x${code.padStart(code.length > 4 ? 8 : 4, '0')}_`;
}
