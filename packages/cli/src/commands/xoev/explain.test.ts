import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../deps.test-support.ts';

const message = `<a.b.0810 xmlns="http://www.osci.de/xmeld2611" standard="XMeld" version="26.11">
  <nachrichtenkopf.g2g xmlns="">
    <identifikation.nachricht><nachrichtenUUID>7D0F2A3E-1c4b-4e5a-9f00-00000000000a</nachrichtenUUID></identifikation.nachricht>
    <autor><verzeichnisdienst><code>DVDV</code></verzeichnisdienst><kennung>mbp:09000001</kennung><name>Portal</name></autor>
  </nachrichtenkopf.g2g>
  <person xmlns=""><name>Geheim</name></person>
</a.b.0810>`;

let root: string;
let project: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'amtsbote-explain-'));
  project = join(root, 'project');
  await runCli(['init', project, '--template', 'hundesteuer']);
  await writeFile(join(root, 'meldung.xml'), message);
  await writeFile(join(root, 'kaputt.xml'), '<a>');
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('amtsbote xoev explain', () => {
  test('says without a project what a message is', async () => {
    const { code, stdout } = await runCli(['xoev', 'explain', 'meldung.xml'], { cwd: root });

    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "meldung.xml
        XMeld 26.11, message 0810
        Root element a.b.0810 in http://www.osci.de/xmeld2611
        XML, UTF-8, 453 B

      Header
        Message id  7d0f2a3e-1c4b-4e5a-9f00-00000000000a
        From        Portal (DVDV mbp:09000001)

      Parts
        (attributes)           2 values  line 1
        nachrichtenkopf.g2g    4 values  line 3
        person                 1 value   line 6

      What Amtsbote does with it
        1. It is recognised as XMeld.
        2. The same id with the same content is a duplicate and not delivered again; with other content it becomes a case.
        3. There is no configuration here, so no route can be named.
        4. It cannot be fully checked against a schema set: it becomes a case, unless its route says \`unchecked: deliver\`.
      "
    `);
  });

  test('shows no value of a citizen but with --values', async () => {
    const without = await runCli(['xoev', 'explain', 'meldung.xml', '--json'], { cwd: root });
    const withThem = await runCli(['xoev', 'explain', 'meldung.xml', '--values'], { cwd: root });

    expect(without.stdout).not.toContain('Geheim');
    expect(withThem.stdout).toContain('/a.b.0810/person/name');
    expect(withThem.stdout).toContain('Geheim');
  });

  test('names the route that takes it', async () => {
    const { stdout } = await runCli(['xoev', 'explain', 'samples/hund-1-dackel.xml', '--json'], { cwd: project });

    expect(JSON.parse(stdout)).toMatchObject({
      standard: { profile: 'fim-xml', type: 'S99000711', version: '1.0' },
      course: [
        { step: 'standard-known' },
        { step: 'same-by-content' },
        { step: 'one-route', names: ['hundesteuer', 'musterverfahren'] },
        { step: 'schema-valid' },
        { step: 'mapped' },
      ],
    });
  });

  test('asks profiles of the operator before ours', async () => {
    const own = join(root, 'own');
    await cp(project, own, { recursive: true });
    await mkdir(join(own, 'profiles'));
    await writeFile(
      join(own, 'profiles/xmeld.mjs'),
      `export const profile = { type: 'profile', profile: { name: 'xmeld', title: 'Our XMeld', detect: () => ({ version: '1' }), header: () => ({ test: false, refersTo: [] }) } };`,
    );
    const { readFile } = await import('node:fs/promises');
    const config = await readFile(join(own, 'amtsbote.yaml'), 'utf8');
    await writeFile(join(own, 'amtsbote.yaml'), `${config}\nprofiles: [./profiles/xmeld.mjs]\n`);

    const { stdout } = await runCli(['xoev', 'explain', '../meldung.xml', '--json'], { cwd: own });

    expect(JSON.parse(stdout)).toMatchObject({ standard: { title: 'Our XMeld', version: '1' } });

    await writeFile(join(own, 'amtsbote.yaml'), `${config}\nprofiles: [./profiles/typo.mjs]\n`);
    const { code, stderr } = await runCli(['xoev', 'explain', '../meldung.xml'], { cwd: own });
    expect(code).toBe(2);
    expect(stderr).toContain('The profile ./profiles/typo.mjs cannot be loaded');
  });

  test('complains about a message that cannot be read, and about one that is not there', async () => {
    const broken = await runCli(['xoev', 'explain', 'kaputt.xml'], { cwd: root });
    const missing = await runCli(['xoev', 'explain', 'fehlt.xml'], { cwd: root });

    expect([broken.code, missing.code]).toEqual([3, 2]);
    expect(broken.stderr).toContain('AB_XML_MALFORMED');
  });
});
