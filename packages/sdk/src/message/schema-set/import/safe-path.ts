/**
 * A path of a source as every file system can hold it: composed letters, none of the characters and names that Windows refuses,
 * no two that differ in case only.
 */
export function safePaths(paths: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const safe = path.split('/').map(safeName).join('/');
    let free = safe;
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = numbered(safe, count);
    taken.add(free.toLowerCase());
    return free;
  });
}

const longest = 150;

/** One name of a path. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[<>:"|?*\\/\u0000-\u001f\u007f]/g, '_')
    .replace(/[. ]+$/, '_');
  const short = plain.length <= longest ? plain : plain.slice(0, longest - 20) + plain.slice(-20);
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) || short === '' ? `_${short}` : short;
}

function numbered(path: string, count: number): string {
  return path.replace(/(\.[^./]*)?$/, (ending) => `-${count}${ending}`);
}
