import { expect } from 'chai'
import { CANDIDATE_VARIABLES } from '../../../server/provider/candidate.ts'
import { PROVIDER_VARIABLES, readCandidate, readProvider } from '../../../server/provider/index.ts'

const HERE = {
  VOUCH_PROVIDER: 'self-hosted',
  VOUCH_PROVIDER_MODEL: 'small',
  VOUCH_PROVIDER_URL: 'http://localhost:1/v1',
}
const OTHER = {
  VOUCH_CANDIDATE: 'openai-us',
  VOUCH_CANDIDATE_MODEL: 'gpt-4.1',
  VOUCH_CANDIDATE_KEY: 'sk-proj-another-key',
}
const KEY_ALONE = 'sk-proj-another-key'

function read(given: Readonly<Record<string, string>>, first: Readonly<Record<string, string>> = HERE) {
  const problems: string[] = []
  return { candidate: readCandidate(given, readProvider(first, []), problems), problems }
}

describe('the settings of a candidate', () => {
  it('are those of a provider, name by name', () => {
    expect(CANDIDATE_VARIABLES).to.deep.equal(
      PROVIDER_VARIABLES.map((name) => name.replace('VOUCH_PROVIDER', 'VOUCH_CANDIDATE')),
    )
  })

  it('make a second provider with a key of its own', () => {
    const { candidate, problems } = read(OTHER)
    expect(problems).to.deep.equal([])
    expect(candidate?.facts).to.deep.include({ provider: 'openai-us', region: 'US', model: 'gpt-4.1' })
    expect(candidate?.providerKey?.()).to.equal(KEY_ALONE)
    expect(JSON.stringify(candidate)).not.to.include(KEY_ALONE)
  })

  it('are none where nothing is named', () => {
    expect(read({})).to.deep.equal({ candidate: null, problems: [] })
  })

  const WRONG: Readonly<Record<string, readonly [Record<string, string>, string]>> = {
    'no key': [
      { VOUCH_CANDIDATE: 'openai-us', VOUCH_CANDIDATE_MODEL: 'gpt-4.1' },
      'VOUCH_CANDIDATE_KEY_FILE',
    ],
    'an unknown preset': [{ ...OTHER, VOUCH_CANDIDATE: 'somebody' }, 'VOUCH_CANDIDATE'],
    'this machine without a model': [{ VOUCH_CANDIDATE: 'extractive' }, 'VOUCH_CANDIDATE'],
    'settings and no name': [{ VOUCH_CANDIDATE_MODEL: 'gpt-4.1' }, 'VOUCH_CANDIDATE_MODEL'],
    'the same model in the same place': [
      {
        VOUCH_CANDIDATE: 'self-hosted',
        VOUCH_CANDIDATE_MODEL: 'small',
        VOUCH_CANDIDATE_URL: 'http://localhost:1/v1',
      },
      'VOUCH_CANDIDATE_MODEL',
    ],
  }
  for (const [name, [given, variable]] of Object.entries(WRONG))
    it(`are refused under their own name: ${name}`, () => {
      const { problems } = read(given)
      expect(problems.map((problem) => problem.slice(0, problem.indexOf(':')))).to.include(variable)
      expect(problems.join()).not.to.include('VOUCH_PROVIDER:')
      expect(problems.join()).not.to.include(KEY_ALONE)
    })

  it('are refused without a first provider: there is nothing to compare with', () => {
    const { problems } = read(OTHER, {})
    expect(problems).to.deep.equal(['VOUCH_CANDIDATE: has no effect while VOUCH_PROVIDER names no provider'])
  })
})
