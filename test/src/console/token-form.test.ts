import { expect } from 'chai'
import {
  builtToken,
  EMPTY_TOKEN,
  expiryOf,
  groupedScopes,
  isEnded,
  refusedFields,
  toggledScope,
  tokenProblems,
  tokenState,
} from '../../../src/console/token-form.ts'
import { MOST_TOKEN_ADDRESSES, MOST_TOKEN_DAYS, TOKEN_SCOPES } from '../../../src/domain/token.ts'

const GOOD = { ...EMPTY_TOKEN, name: ' Nightly evidence ', scopes: ['evidence:read'] as const }
const NOW = Date.parse('2026-11-27T09:00:00.000Z')

describe('the form of a token', () => {
  it('has every scope in exactly one group', () => {
    const all = groupedScopes(TOKEN_SCOPES).flatMap(({ scopes }) => scopes)
    expect(all.toSorted()).to.deep.equal(TOKEN_SCOPES.toSorted())
  })

  it('offers only what the person may give, and no group without any', () => {
    expect(groupedScopes(['articles:sync', 'evidence:read'])).to.deep.equal([
      { group: 'oversight', scopes: ['evidence:read'] },
      { group: 'content', scopes: ['articles:sync'] },
    ])
    expect(groupedScopes([])).to.deep.equal([])
  })

  it('starts with nothing ticked and three months', () => {
    expect([EMPTY_TOKEN.scopes, EMPTY_TOKEN.days]).to.deep.equal([[], '90'])
    expect(tokenProblems(EMPTY_TOKEN, MOST_TOKEN_DAYS)).to.deep.equal(['name', 'scopes'])
    expect(builtToken(EMPTY_TOKEN, MOST_TOKEN_DAYS)).to.equal(null)
  })

  it('ticks and unticks', () => {
    const once = toggledScope(EMPTY_TOKEN, 'audit:read')
    expect(once.scopes).to.deep.equal(['audit:read'])
    expect(toggledScope(once, 'audit:read').scopes).to.deep.equal([])
  })

  it('orders a trimmed name, whole days, and each address once', () => {
    const typed = { ...GOOD, days: ' 30 ', addresses: '192.0.2.0/24\n 2001:db8::1, 192.0.2.0/24;\n' }
    expect(builtToken(typed, MOST_TOKEN_DAYS)).to.deep.equal({
      name: 'Nightly evidence',
      scopes: ['evidence:read'],
      days: 30,
      addresses: ['192.0.2.0/24', '2001:db8::1'],
    })
  })

  const wrong = {
    'a name of spaces': [{ name: '  ' }, 'name'],
    'a name that is too long': [{ name: 'x'.repeat(81) }, 'name'],
    'no scope': [{ scopes: [] }, 'scopes'],
    'no day': [{ days: '0' }, 'days'],
    'more than a year': [{ days: '366' }, 'days'],
    'half a day': [{ days: '1.5' }, 'days'],
    'days in words': [{ days: 'ninety' }, 'days'],
    'nothing for days': [{ days: '' }, 'days'],
    'a host name': [{ addresses: 'runner.example' }, 'addresses'],
    'too many addresses': [
      { addresses: Array.from({ length: MOST_TOKEN_ADDRESSES + 1 }, (_, n) => `192.0.2.${n}`).join('\n') },
      'addresses',
    ],
  } as const
  for (const [name, [part, field]] of Object.entries(wrong)) {
    it(`orders nothing for ${name}`, () => {
      const typed = { ...GOOD, ...part }
      expect(tokenProblems(typed, MOST_TOKEN_DAYS)).to.deep.equal([field])
      expect(builtToken(typed, MOST_TOKEN_DAYS)).to.equal(null)
    })
  }

  it('finds the field that the companion refused', () => {
    expect(refusedFields(['addresses: invalid_format'])).to.deep.equal(['addresses'])
    expect(refusedFields(['body: too_big', 'nameless'])).to.deep.equal([])
  })
})

describe('how a token stands', () => {
  const stands = (expiresAt: string, ended: 'revoked' | 'role_lost' | null = null) =>
    tokenState({ expiresAt, ended }, NOW)

  it('works, expires soon, or has ended, to the moment', () => {
    expect(stands(expiryOf(90, NOW))).to.equal('working')
    expect(stands(new Date(NOW + 14 * 86_400_000 + 1).toISOString())).to.equal('working')
    expect(stands(expiryOf(14, NOW))).to.equal('soon')
    expect(stands(new Date(NOW + 1).toISOString())).to.equal('soon')
    expect(stands(new Date(NOW).toISOString())).to.equal('expired')
  })

  it('says of an ended one why, whatever its time', () => {
    expect(stands(expiryOf(90, NOW), 'role_lost')).to.equal('role_lost')
    expect(stands(expiryOf(-1, NOW), 'revoked')).to.equal('revoked')
    expect((['working', 'soon', 'expired', 'revoked', 'role_lost'] as const).map(isEnded)).to.deep.equal([
      ...[false, false, true, true, true],
    ])
  })
})
