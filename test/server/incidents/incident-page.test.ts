import { expect } from 'chai'
import { incidentHtml } from '../../../server/incidents/index.ts'
import { NO_TEXTS, NOTHING_KNOWN } from '../../../src/domain/incident.ts'
import type { IncidentView } from '../../../src/domain/incident-api.ts'

const at = '2026-11-21T09:00:00.000Z'
const facts = { ...NOTHING_KNOWN, texts: { ...NO_TEXTS, nature: '<script>alert(1)</script> & "more"' } }
const INCIDENT: IncidentView = {
  ...{ incidentId: 'inc-1', version: 3, drill: false, facts, status: 'confirmed', suspectedAt: at },
  ...{ awareAt: at, containedAt: null, dueAt: '2026-11-24T09:00:00.000Z', notifiedAt: null },
  phases: [{ version: 2, at, facts }],
  proofs: [{ target: 'authority', at, phase: 2, reference: '<b>4711</b>' }],
}

describe('one incident as a page', () => {
  it('holds the form of Art. 33, its phases and who was told, and says what is not known', () => {
    const page = incidentHtml(INCIDENT, null, { locale: 'en', at })
    for (const said of ['Art. 33(3)(a)', 'inc-1', 'NOT KNOWN YET', INCIDENT.dueAt ?? '', 'Phase 2', '4711'])
      expect(page).to.include(said)
  })

  it('takes no markup from what somebody wrote', () => {
    const page = incidentHtml(INCIDENT, null, { locale: 'en', at })
    expect(page).not.to.include('<script').and.not.to.include('<b>')
    expect(page).to.include('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;')
  })

  for (const [locale, ...said] of [
    ['de', 'Dies war eine Übung.', 'noch niemand'],
    ['fr', 'C’était un exercice.', 'personne encore'],
    ['es', 'Fue un ejercicio.', 'nadie todavía'],
  ] as const)
    it(`says in ${locale} what it says in English, and that a drill is one`, () => {
      const page = incidentHtml({ ...INCIDENT, drill: true, proofs: [] }, null, { locale, at })
      for (const words of [`lang="${locale}"`, ...said]) expect(page).to.include(words)
    })
})
