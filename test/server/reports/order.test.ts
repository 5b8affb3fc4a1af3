import { expect } from 'chai'
import { parseReportOrder } from '../../../server/reports/order.ts'

describe('server/reports/order', () => {
  it('takes this month where nothing is named, and whole weeks of one’s own', () => {
    expect(parseReportOrder({}, '2026-11-20')).to.deep.equal({
      span: { from: '2026-11-02', to: '2026-11-29' },
      filter: { brand: null, locale: null },
    })
    const order = parseReportOrder(
      { from: '2026-11-02', to: '2026-11-15', brand: '7', locale: 'de' },
      '2026-11-20',
    )
    expect(order).to.deep.equal({
      span: { from: '2026-11-02', to: '2026-11-15' },
      filter: { brand: '7', locale: 'de' },
    })
  })
})
