import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import { runVerify } from '../../server/cli/verify.ts'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import {
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const REFUND_TICKET = 20_416

describe('a person is restricted and erased, with a second person', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser

  before(async () => {
    product = await startProduct()
    browser = await borrowBrowser()
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const shot = (page: Page, name: string) => page.screenshot({ path: join(SHOTS, `erasure-${name}.png`) })

  async function openConsole(
    agentId: number,
  ): Promise<{ context: BrowserContext; page: Page; frame: FrameLocator }> {
    const context = await openContext(browser, { acceptDownloads: true })
    const page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.locator('#acting-agent').selectOption({ value: String(agentId) })
    return { context, page, frame: page.frameLocator('iframe') }
  }

  function rows(query: string): readonly Record<string, unknown>[] {
    const database = new Database(join(product.dataDir, 'vouch.sqlite'), { readonly: true })
    const found = database.prepare(query).all() as Record<string, unknown>[]
    database.close()
    return found
  }

  it('holds in the open sidebar at once, leaves a certificate that verifies, and nothing else', async () => {
    const { staff } = product.content
    const officer = await product.apiOf(staff.compliance)
    const admin = await product.apiOf(staff.admin)
    await admin('PUT', `/console/roles/${staff.admin}`, { roles: ['agent', 'admin', 'compliance'] })

    const at = await openTicketPage(browser, product, REFUND_TICKET)
    const [ticket] = rows(`select requester_ref from ticket where ticket_id = '${REFUND_TICKET}'`)
    const requesterRef = String(ticket?.requester_ref)

    // A restriction holds on all their tickets, and the agent who is at one of them sees it.
    await officer('POST', '/console/person-acts', {
      ...{ requesterRef, act: 'restrict', reason: 'They contest what is held', toldAt: null },
    })
    await at.sidebar
      .getByText(/restricted/i)
      .first()
      .waitFor()
    await shot(at.page, '1-restricted')

    // The sample's officer reads German: they open the dossier and propose the erasure there.
    const desk = await openConsole(staff.compliance)
    await desk.frame.locator('a[href="#/requesters"]').first().click()
    await desk.frame.locator('#find-person').fill(String(REFUND_TICKET))
    await desk.frame.getByRole('button', { name: 'Suchen' }).click()
    await desk.frame.getByRole('button', { name: /^Öffnen/ }).click()
    // What holds can be lifted and not be set again; nobody has objected, so there is nothing to uphold.
    const acts = desk.frame.getByRole('region', { name: 'Was getan werden kann' })
    await acts.getByRole('button', { name: 'Einschränkung aufheben' }).waitFor()
    expect(await acts.getByRole('button').allInnerTexts()).to.deep.equal([
      ...['Paket erstellen', 'Berichtigung vermerken'],
      ...['Einschränkung aufheben', 'Widerspruch festhalten', 'Person löschen'],
    ])
    await desk.frame.getByRole('button', { name: 'Person löschen' }).click()
    await shot(desk.page, '0-propose')
    await desk.frame.getByRole('button', { name: 'Löschung vorschlagen' }).click()
    await desk.frame.getByText('Die Löschung wartet auf eine zweite Person').waitFor()
    expect(rows(`select * from requester where requester_ref = '${requesterRef}'`)).to.have.length(1)

    // The second person reads what it is about, and approves.
    const second = await openConsole(staff.admin)
    await second.frame.locator('a[href="#/approvals"]').first().click()
    const card = second.frame.getByRole('article', { name: 'Erase a requester' })
    await card.getByText(/Everything that is held about one person is erased/).waitFor()
    await shot(second.page, '2-approval')
    await card.getByRole('button', { name: /Approve/ }).click()
    // A slip of the hand erases nobody: it is asked once more.
    const question = second.frame.getByRole('dialog', { name: 'Approve: Erase a requester' })
    await question.getByText('It names no request that it answers.').waitFor()
    await question.getByText(/^Identity: 1 · Tickets: 1 · /).waitFor()
    await question.getByText('Kept, and why').waitFor()
    await question.getByText(/^Entries of the audit log, without content/).waitFor()
    expect(await question.innerText())
      .to.not.include(requesterRef)
      .and.not.include(String(REFUND_TICKET))
    await shot(second.page, '2-question')
    await eventually(async () =>
      expect(await checkAccessibility(second.page, product.companion.origin)).to.deep.equal([]),
    )
    await question.getByText('This cannot be undone.', { exact: true }).waitFor()
    // Said twice, it is read as two things.
    expect((await question.innerText()).match(/undone/g)).to.have.length(1)
    await question.getByRole('button', { name: 'Approve' }).click()
    await second.frame
      .getByText(/approved/i)
      .first()
      .waitFor()

    // The agent who is at the ticket is told, and can draft nothing.
    await at.sidebar
      .getByText(/erased/i)
      .first()
      .waitFor()
    await shot(at.page, '3-sidebar')
    await at.page.reload()
    await at.sidebar
      .getByText(/erased/i)
      .first()
      .waitFor()
    expect(rows(`select * from draft where requester_ref = '${requesterRef}'`)).to.deep.equal([])
    expect(rows(`select * from consent_event where requester_ref = '${requesterRef}'`)).to.deep.equal([])
    expect(rows(`select * from ticket where ticket_id = '${REFUND_TICKET}'`)).to.deep.equal([])

    // The officer fetches the certificate, and somebody else checks it.
    await desk.frame.locator('a[href="#/retention"]').first().click()
    await desk.frame.getByRole('heading', { name: 'Fristen', exact: true }).waitFor()
    const erased = desk.frame.getByRole('article', { name: /^Löschung vom/ })
    await erased.waitFor()
    await shot(desk.page, '4-retention')
    await erased.scrollIntoViewIfNeeded()
    await shot(desk.page, '5-erasure')
    await eventually(async () =>
      expect(await checkAccessibility(desk.page, product.companion.origin)).to.deep.equal([]),
    )
    // The other one reads English, and sees the same.
    await second.frame.locator('a[href="#/retention"]').first().click()
    const seen = second.frame.getByRole('article', { name: /^Erasure of/ })
    await seen.getByRole('button', { name: 'Certificate (JSON)' }).waitFor()
    await seen.scrollIntoViewIfNeeded()
    await shot(second.page, '6-english')
    const [download] = await Promise.all([
      desk.page.waitForEvent('download'),
      erased.getByRole('button', { name: 'Nachweis (JSON)' }).click(),
    ])
    const file = join(product.dataDir, 'certificate.json')
    await download.saveAs(file)
    expect(readFileSync(file, 'utf8')).to.not.include(`"${REFUND_TICKET}"`)
    const lines: string[] = []
    const terminal = { out: (line: string) => void lines.push(line), err: () => undefined, env: {} }
    expect(
      await runVerify(['--certificate', file, '--data', product.dataDir], terminal),
      lines.join('\n'),
    ).to.equal(0)
    expect(await runVerify(['--data', product.dataDir], terminal), lines.join('\n')).to.equal(0)
    for (const { context } of [at, second, desk]) await context.close()
  })
})
