import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMessage } from '../read-message.ts';
import { checkRules } from './check-rules.ts';
import type { ValidationStep } from './validation.ts';

const person = `<?xml version="1.0"?>
<a:registration xmlns:a="urn:a" created="2026-01-02">
  <a:person no="1"><a:name>Zuckmayer</a:name><a:age>17</a:age></a:person>
  <a:person no="2"><a:name>Ringelnatz</a:name><a:age>40</a:age></a:person>
</a:registration>`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-rules-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the rules of a standard', () => {
  it('are kept by a message that no rule stands against', async () => {
    const step = await check(pattern(rule('n:person', assert('R1', 'n:age > 10'))));
    expect(step).toEqual({ name: 'rules', verdict: 'valid', findings: [], warnings: [] });
  });

  it('say which one is broken, with its text, line and path', async () => {
    const step = await check(pattern(rule('n:person', assert('R1', 'n:age >= 18', 'Die Person muss volljährig sein.'))));
    expect(step.verdict).toBe('invalid');
    expect(step.findings).toEqual([
      {
        code: 'AB_RULE_BROKEN',
        message: 'R1: Die Person muss volljährig sein.',
        where: { line: 3, path: '/a:registration/a:person' },
        officialCode: undefined,
      },
    ]);
  });

  it('are broken by a report that holds, also at an attribute', async () => {
    const step = await check(pattern(rule('n:person/@no', `<report id="R2" test=". = '2'">zwei</report>`)));
    expect(step.findings.map(({ message, where }) => [message, where?.path])).toEqual([['R2: zwei', '/a:registration/a:person[2]/@no']]);
  });

  it('are named by file and line when they have no id', async () => {
    const step = await check(pattern(rule('n:registration', '<assert test="false()">Nicht erlaubt.</assert>')));
    expect(step.findings[0]?.message).toBe('rules.sch:1: Nicht erlaubt.');
  });

  it('never quote the message', async () => {
    const text = 'Der Name <value-of select="n:name"/> von <name path="n:name"/> <emph>ist falsch</emph>.';
    const diagnostics = `<diagnostics><diagnostic id="d">Gelesen: <value-of select="."/></diagnostic></diagnostics>`;
    const failing = `<assert id="R3" test="false()" diagnostics="d">${text}</assert>`;
    const step = await check(pattern(rule('n:person', failing)) + diagnostics);
    expect(step.findings[0]?.message).toBe('R3: Der Name … von … ist falsch. Gelesen: …');
    expect(JSON.stringify(step)).not.toMatch(/Zuckmayer|Ringelnatz/);
  });

  it('bring the official code that a rule has as its id', async () => {
    const step = await check(pattern(rule('n:registration', assert('S050', 'false()'))));
    expect(step.findings[0]?.officialCode).toBe('S050');
  });

  it('only warn where the role of the check or of its rule says so', async () => {
    const soft = `<assert id="W1" role="warning" test="false()"/><assert id="W2" flag="information" test="false()"/>`;
    const byRule = `<rule context="n:name" role="warn"><assert id="W3" test="false()"/></rule>`;
    const step = await check(pattern(rule('n:registration', soft) + byRule));
    expect(step.verdict).toBe('valid');
    expect(new Set(step.warnings.map(({ message }) => message))).toEqual(new Set(['W1', 'W2', 'W3']));
  });

  it.each(['error', 'fatal', 'of-a-kind-nobody-knows'])('are broken by a check with the role %s', async (role) => {
    const step = await check(pattern(rule('n:registration', `<assert id="E" role="${role}" test="false()"/>`)));
    expect(step.verdict).toBe('invalid');
  });
});

describe('the nodes that rules are for', () => {
  it('belong to the first rule of a pattern that they match', async () => {
    const rules = rule('n:person[@no = 2]', assert('first', 'false()')) + rule('n:person', assert('second', 'false()'));
    const step = await check(pattern(rules));
    expect(step.findings.map(({ message, where }) => [message, where?.line])).toEqual([
      ['first', 4],
      ['second', 3],
    ]);
  });

  it('are looked at in each pattern anew', async () => {
    const both = pattern(rule('n:registration', assert('p1', 'false()'))) + pattern(rule('/*', assert('p2', 'false()')));
    expect((await check(both)).findings).toHaveLength(2);
  });

  it('are those of every alternative of a context, whatever stands in its texts', async () => {
    const step = await check(pattern(rule(`n:name[. != '|'] | /n:registration`, assert('R', 'false()'))));
    expect(step.findings.map(({ where }) => where?.line)).toEqual([2, 3, 4]);
  });
});

describe('variables of rules', () => {
  it('are seen from where they stand: schema, pattern and rule', async () => {
    const lets = `<let name="all" value="count(//n:person)"/>`;
    const inPattern = `<let name="twice" value="$all * 2"/>`;
    const own = `<let name="no" value="xs:integer(@no)"/><assert id="R" test="$no + $twice &lt; 6"/>`;
    const step = await check(`${lets}<pattern>${inPattern}${rule('n:person', own)}</pattern>`);
    expect(step.findings.map(({ where }) => where?.line)).toEqual([4]);
  });

  it('may stand in a context, and the inner one of two of a name holds', async () => {
    const lets = `<let name="no" value="2"/>`;
    const inner = `<let name="no" value="$no + 1"/><assert id="R" test="$no = 2"/>`;
    const step = await check(lets + pattern(rule('n:person[@no = $no]', inner)));
    expect(step.findings.map(({ where }) => where?.line)).toEqual([4]);
  });

  it('include the node that matched, as current()', async () => {
    const step = await check(pattern(rule('n:person', assert('R', `count(//n:person[@no = current()/@no]) = 1 and current()/@no = '1'`))));
    expect(step.findings.map(({ where }) => where?.line)).toEqual([4]);
  });
});

describe('rules made of parts', () => {
  it('take over abstract rules, with theirs in turn', async () => {
    const abstract = `<rule abstract="true" id="base">${assert('base', 'false()')}</rule>
      <rule abstract="true" id="more"><let name="x" value="1"/><extends rule="base"/>${assert('more', '$x = 2')}</rule>`;
    const step = await check(pattern(`${abstract}${rule('n:registration', '<extends rule="more"/>')}`));
    expect(step.findings.map(({ message }) => message)).toEqual(['base', 'more']);
  });

  it('fill the parameters of an abstract pattern', async () => {
    const abstract = `<pattern abstract="true" id="limit"><rule context="$where"><assert id="$id" test="$what &lt; $max">höchstens $max</assert></rule></pattern>`;
    const used = `<pattern is-a="limit"><param name="where" value="n:person"/><param name="what" value="n:age"/><param name="max" value="20"/><param name="id" value="L1"/></pattern>`;
    const step = await check(abstract + used);
    expect(step.findings.map(({ message, where }) => [message, where?.line])).toEqual([['L1: höchstens 20', 4]]);
  });

  it('are those of the phase that the file chooses', async () => {
    const patterns = `<phase id="short"><active pattern="one"/></phase>
      <pattern id="one">${rule('n:registration', assert('one', 'false()'))}</pattern>
      <pattern id="two">${rule('n:registration', assert('two', 'false()'))}</pattern>`;
    const step = await check(patterns, 'defaultPhase="short"');
    expect(step.findings.map(({ message }) => message)).toEqual(['one']);
  });

  it('come from included files too', async () => {
    await writeFile(
      join(folder, 'part.sch'),
      `<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="n:registration"><assert id="inc" test="false()"/></rule></pattern>`,
    );
    expect((await check('<include href="part.sch"/>')).findings.map(({ message }) => message)).toEqual(['inc']);
  });

  it('see text in parts as one', async () => {
    const step = await check(
      pattern(rule('n:name', assert('R', `count(text()) = 1 and . = 'Müller &amp; Sohn'`))),
      '',
      '<x xmlns="urn:a"><name>Müller <![CDATA[& Sohn]]></name></x>',
    );
    expect(step.verdict).toBe('valid');
  });

  it('are read anew when their file changes', async () => {
    expect((await check(pattern(rule('n:registration', assert('one', 'false()'))))).findings[0]?.message).toBe('one');
    expect((await check(pattern(rule('n:registration', assert('another', 'false()'))))).findings[0]?.message).toBe('another');
  });
});

describe('rules that cannot be run', () => {
  const good = pattern(rule('n:registration', assert('good', 'true()')));

  it.each([
    ['an expression that cannot be read', pattern(rule('n:person', assert('R', 'n:age >'))), /the rule R is not run: .*XPST0003/],
    ['a function that is not known', pattern(rule('n:nothing', assert('R', 'document("x")'))), /the rule R is not run: .*XPST0017/],
    ['an unknown prefix', pattern(rule('zz:person', assert('R', 'true()'))), /"rule" is not run: .*XPST0081/],
    ['an unknown variable', pattern(rule('n:person', assert('R', '$nobody'))), /the rule R is not run/],
    ['a failure on this message', pattern(rule('n:person', assert('R', 'n:name > 3'))), /the rule R is not run: it failed on this message/],
    ['processing instructions', pattern(rule('n:person', assert('R', 'processing-instruction()'))), /not looked at/],
    ['exact decimals', pattern(rule('n:person', assert('R', "xs:decimal('0.1') + 0.2 = 0.3"))), /exact decimals/],
    ['a missing abstract rule', pattern(rule('n:person', '<extends rule="none"/>')), /abstract rule none is not found/],
    ['a missing abstract pattern', '<pattern is-a="none"/>', /no abstract pattern none/],
    ['an include that is not there', '<include href="none.sch"/>', /cannot be read/],
    ['an include by network address', '<include href="http://127.0.0.1:1/x.sch"/>', /cannot be read/],
    ['functions of XSLT', '<xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="n:f"/>', /parts of XSLT/],
    ['a variable with content', '<let name="x"><y/></let>', /without an expression/],
    ['a check without a test', pattern(rule('n:person', '<assert id="R"/>')), /no test/],
    ['a part of Schematron that is not known', '<rules/>', /not known/],
    ['rules for other documents', `<pattern documents="'x'"/>`, /other documents/],
  ])('are named, and nothing is called valid: %s', async (_, rules, message) => {
    const step = await check(good + rules);
    expect(step.verdict).toBe('not-checked');
    expect(step.findings.length).toBeGreaterThan(0);
    for (const finding of step.findings) {
      expect(finding.code).toBe('AB_RULE_NOT_CHECKED');
      expect(finding.message).toMatch(message);
      expect(finding.where?.file).toBe(join(folder, 'rules.sch'));
      expect(finding.where?.line).toBeGreaterThan(0);
    }
    expect(JSON.stringify(step)).not.toMatch(/Zuckmayer|Ringelnatz/);
  });

  it.each(['xslt', 'xquery', undefined])('are those in another language: %s', async (binding) => {
    const file = join(folder, 'rules.sch');
    await writeFile(file, schema(good, binding === undefined ? '' : `queryBinding="${binding}"`));
    using message = await readMessage(Buffer.from(person), { mediaType: 'application/xml' });
    expect((await checkRules(message, [file])).verdict).toBe('not-checked');
  });

  it.each([
    ['is not there', undefined],
    ['is not XML', 'nothing'],
    ['holds no rules', '<schema/>'],
  ])('are those of a file that %s', async (_, content) => {
    const file = join(folder, 'broken.sch');
    if (content !== undefined) await writeFile(file, content);
    using message = await readMessage(Buffer.from(person), { mediaType: 'application/xml' });
    const step = await checkRules(message, [file]);
    expect(step.verdict).toBe('not-checked');
    expect(step.findings.map(({ code, where }) => [code, where?.file])).toEqual([['AB_RULE_NOT_CHECKED', file]]);
  });

  it('end their pattern when their context fails, so that their nodes do not fall to other rules', async () => {
    const step = await check(pattern(rule('n:person[', assert('one', 'true()')) + rule('n:person', assert('two', 'false()'))));
    expect(step.verdict).toBe('not-checked');
  });

  it('do not hide that another rule is broken', async () => {
    const step = await check(pattern(rule('n:person', assert('broken', 'false()') + assert('unread', 'n:age >'))));
    expect(step.verdict).toBe('invalid');
    expect(new Set(step.findings.map(({ code }) => code))).toEqual(new Set(['AB_RULE_BROKEN', 'AB_RULE_NOT_CHECKED']));
  });

  it('are all rules, for a JSON message', async () => {
    const file = join(folder, 'rules.sch');
    await writeFile(file, schema(good, 'queryBinding="xslt2"'));
    using message = await readMessage(Buffer.from('{"a":1}'), { mediaType: 'application/json' });
    expect((await checkRules(message, [file])).verdict).toBe('not-checked');
  });
});

async function check(rules: string, attributes = '', xml = person): Promise<ValidationStep> {
  const file = join(folder, 'rules.sch');
  await writeFile(file, schema(rules, `queryBinding="xslt2" ${attributes}`));
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  return await checkRules(message, [file]);
}

function schema(rules: string, attributes: string): string {
  return `<schema xmlns="http://purl.oclc.org/dsdl/schematron" ${attributes}><ns prefix="n" uri="urn:a"/>${rules}</schema>`;
}

function pattern(rules: string): string {
  return `<pattern>${rules}</pattern>`;
}

function rule(context: string, checks: string): string {
  return `<rule context="${context}">${checks}</rule>`;
}

function assert(id: string, test: string, text = ''): string {
  return `<assert id="${id}" test="${test.replaceAll('<', '&lt;').replaceAll('"', '&quot;')}">${text}</assert>`;
}
