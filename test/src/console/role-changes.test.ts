import { expect } from 'chai'
import { grantProblem, toggledRoles } from '../../../src/console/role-changes.ts'

const ROWS = [{ agentId: '9002', roles: ['agent', 'compliance'] as const }]

describe('changing roles', () => {
  it('gives and takes one role and leaves the others', () => {
    expect(toggledRoles({ agentId: '1', roles: ['compliance', 'agent'] }, 'admin')).to.deep.equal([
      'agent',
      'admin',
      'compliance',
    ])
    expect(toggledRoles({ agentId: '1', roles: ['agent', 'admin'] }, 'admin')).to.deep.equal(['agent'])
  })

  const refused: Record<string, [string, 'errorId' | 'errorHas' | null]> = {
    nothing: ['', 'errorId'],
    'a name': ['Jordan', 'errorId'],
    'a path': ['../me', 'errorId'],
    'someone who has the role': ['9002', 'errorHas'],
    'a new agent': ['9003', null],
  }
  for (const [name, [agentId, problem]] of Object.entries(refused)) {
    it(`answers ${problem ?? 'yes'} for ${name}`, () => {
      expect(grantProblem(ROWS, agentId, 'compliance')).to.equal(problem)
    })
  }
})
