import { expect } from 'chai'
import { parseScopeFile, scopeDiff, writeScopeFile } from '../../../server/cli/scope-file.ts'
import { Fault } from '../../../src/domain/fault.ts'

const FILE = {
  format: 'vouch-scope/1',
  allowlist: { allow: [{ sectionId: 's1' }], deny: [] },
  policy: {
    actions: ['draft'],
    fields: ['requester_text'],
    draftsPerTicket: 5,
    maxChars: 2_000,
    validDays: 30,
    rules: [{ id: 'vip', name: 'VIP', when: { tags: ['vip'] }, restrict: { limits: { maxChars: 500 } } }],
  },
}

describe('the scope file', () => {
  it('has one text for one scope, whatever the order of its keys', () => {
    const text = writeScopeFile(parseScopeFile(JSON.stringify(FILE)))
    const turned = Object.fromEntries(Object.entries(FILE).reverse())
    expect(writeScopeFile(parseScopeFile(JSON.stringify(turned)))).to.equal(text)
    expect(JSON.parse(text)).to.deep.equal(FILE)
  })

  const limits = '"limits":{"maxChars":500'
  const text = JSON.stringify(FILE)
  for (const [wrong, path] of [
    [text.replace(limits, `${limits},"perYear":1`), 'policy.rules[0].restrict.limits.perYear: unknown key'],
    [text.replace('"deny":[]', '"deny":[],"maybe":[]'), 'allowlist.maybe: unknown key'],
    [text.replace('scope/1', 'scope/2'), 'format: '],
    [text.replace('"validDays":30', '"validDays":0'), 'policy.validDays: '],
    [text.replace('"validDays":30', '"validDays":30,"validDays":300'), 'policy.validDays: stands twice'],
    [text.slice(1), 'file: not JSON'],
    [text.replace('"format"', '"owner":"x","format"'), 'owner: unknown key'],
    ['[]', 'file: '],
  ] as const)
    it(`is refused with its path: ${path}`, () => {
      expect(() => parseScopeFile(wrong))
        .to.throw(Fault)
        .that.satisfies((fault: Fault) => fault.code === 'BAD_REQUEST' && fault.message.includes(path))
    })

  it('tells no recipient at all from any recipient', () => {
    expect(scopeDiff({}, { recipients: [] }, 'policy')).to.deep.equal([
      { sign: '+', path: 'policy.recipients', value: '[]' },
    ])
    expect(scopeDiff({ recipients: ['b', 'a'] }, { recipients: ['a', 'b'] }, 'policy')).to.deep.equal([])
  })
})
