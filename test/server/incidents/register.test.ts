import { expect } from 'chai'
import { registerCsv } from '../../../server/incidents/index.ts'
import { type IncidentStatus, NO_TEXTS, NOTHING_KNOWN } from '../../../src/domain/incident.ts'
import type { IncidentView } from '../../../src/domain/incident-api.ts'
import { START } from '../../support/fake-world.ts'

const incident = (
  incidentId: string,
  status: IncidentStatus,
  change: Partial<IncidentView> = {},
): IncidentView => ({
  incidentId,
  status,
  version: 1,
  drill: false,
  suspectedAt: START,
  awareAt: START,
  containedAt: null,
  dueAt: null,
  notifiedAt: null,
  facts: NOTHING_KNOWN,
  phases: [],
  proofs: [],
  ...change,
})

describe('the register of breaches', () => {
  it('holds every breach, told or not, and neither a suspicion, what never was one, nor a drill', () => {
    const csv = registerCsv([
      incident('told', 'notified'),
      incident('untold', 'closed'),
      incident('open', 'confirmed'),
      incident('maybe', 'suspected', { awareAt: null }),
      incident('none', 'false_alarm', { awareAt: null }),
      incident('taken-back', 'false_alarm'),
      incident('exercise', 'confirmed', { drill: true }),
    ])
    const ids = csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0])
    expect(ids).to.deep.equal(['"told"', '"untold"', '"open"', '"taken-back"'])
  })

  it('has no cell that a spreadsheet would run', () => {
    const facts = {
      ...NOTHING_KNOWN,
      texts: { ...NO_TEXTS, nature: '=HYPERLINK("http://x")', lessons: ' +1' },
    }
    const csv = registerCsv([incident('one', 'closed', { facts })])
    expect(csv).to.include(`"'=HYPERLINK(""http://x"")"`).and.to.include(`"' +1"`)
  })
})
