import { expect } from 'chai'
import { CONSENT_OVERLAYS, CONSENT_STATUSES, type ConsentState } from '../../../src/domain/consent.ts'
import { UNKNOWN_CONSENT } from '../../../src/domain/consent-moves.ts'
import { showsFormHint } from '../../../src/sidebar/form-yes.ts'

/** A view whose consent is as given, and nothing else known of it. */
const view = (consent: Partial<ConsentState>) => ({ consent: { ...UNKNOWN_CONSENT, ...consent } })

describe('the hint that the form says yes', () => {
  it('stands where somebody could still be asked, and in no other status', () => {
    const shown = CONSENT_STATUSES.filter((status) => showsFormHint(view({ status }), true))
    expect(shown).to.deep.equal(['unknown', 'requested', 'expired'])
  })

  it('never stands without the form’s yes, after a no, or under an overlay', () => {
    for (const status of CONSENT_STATUSES) {
      expect(showsFormHint(view({ status }), false), status).to.equal(false)
      expect(showsFormHint(view({ status, saidNo: true }), true), `${status} after a no`).to.equal(false)
      for (const overlay of CONSENT_OVERLAYS)
        expect(showsFormHint(view({ status, overlays: [overlay] }), true), overlay).to.equal(false)
    }
  })
})
